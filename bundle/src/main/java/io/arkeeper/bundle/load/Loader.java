package io.arkeeper.bundle.load;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.archive.BundleWriter;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.relocation.RelocatableFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Loads the image into a container runtime, or puts it where one imports it from. */
public final class Loader {

    private static final String NAMESPACE = "k8s.io"; // the one Kubernetes looks in

    private final Machine machine;
    private final Platform platform;
    private final BundleWriter.Space space;

    /** @param platform what this machine runs */
    public Loader(Machine machine, Platform platform, BundleWriter.Space space) {
        this.machine = machine;
        this.platform = platform;
        this.space = space;
    }

    /**
     * Where and how; what is absent is found out or usual.
     *
     * @param address containerd's socket
     * @param folder where k3s or RKE2 import images from
     */
    public record Wish(Optional<Target> into, Optional<Path> address, Optional<Path> folder) {

        public static final Wish NONE = new Wish(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Finds the one runtime of this machine. Of several nobody but the user knows which one Kubernetes uses. */
    public Target detect() {
        List<Target> here = Arrays.stream(Target.values())
                .filter(target -> target.isHere(machine))
                .toList();
        // podman needs no daemon, so it being there says nothing: it is meant only where nothing else is
        List<Target> likely = here.size() > 1
                ? here.stream().filter(target -> target != Target.PODMAN).toList()
                : here;
        return switch (likely.size()) {
            case 0 ->
                throw new BundleFailure(
                        BundleFailure.Kind.ENVIRONMENT,
                        "no container runtime was found here, expected one of %s; run it on a node, as a user who may, or name it with --into"
                                .formatted(list(List.of(Target.values()))));
            case 1 -> likely.getFirst();
            default ->
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "several container runtimes are here: %s; name the one Kubernetes uses with --into"
                                .formatted(list(likely)));
        };
    }

    private static String list(List<Target> targets) {
        return targets.stream().map(Target::toString).collect(Collectors.joining(", "));
    }

    public Loaded load(RelocatableFile file, Wish wish) throws IOException, InterruptedException {
        String place = file.layout().file().toString();
        ImageTar image = ImageTar.of(place, file.content(), file.layout(), platform);
        Target target = wish.into().isPresent() ? wish.into().get() : detect();
        return target.imageFolder().isPresent()
                ? copy(target, wish.folder().orElse(target.imageFolder().get()), image)
                : run(target, wish.address(), image);
    }

    private Loaded copy(Target target, Path folder, ImageTar image) throws IOException {
        String fileName =
                image.name().repository().replace('/', '-') + "-" + image.name().tag() + ".tar";
        Path copied = folder.resolve(fileName);
        try {
            Files.createDirectories(folder);
            BundleWriter.requireRoom(space, copied.toString(), folder, image.size());
            image.writeTo(copied);
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.STORAGE,
                    "%s cannot be written (%s); run it as root on the node, or give the folder with --images-dir"
                            .formatted(copied, reason(e)),
                    e);
        }
        return new Loaded(
                target,
                List.of("wrote %s".formatted(copied)),
                "%s imports it when its service starts the next time".formatted(target));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such directory";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            case FileSystemException file -> file.getClass().getSimpleName();
            default -> e.getMessage();
        };
    }

    private Loaded run(Target target, Optional<Path> address, ImageTar image) throws IOException, InterruptedException {
        List<String> load = load(target, address);
        List<String> look = look(target, address, image);
        require(target, load, machine.run(load, image::writeTo));
        Machine.Ended found = machine.run(look, Machine.Input.NOTHING);
        require(target, look, found);
        boolean isThere = target != Target.CONTAINERD
                || found.output().contains(image.root().digest().toString());
        if (!isThere) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s took the image and has another one under %s than %s; remove that and load again"
                            .formatted(target, image.name().full(), image.root().digest()));
        }
        return new Loaded(
                target,
                List.of("ran %s < image".formatted(String.join(" ", load)), "ran " + String.join(" ", look)),
                "nodes need it one by one: load it on each, or push it to a registry");
    }

    private static List<String> load(Target target, Optional<Path> address) {
        return switch (target) {
            case CONTAINERD -> ctr(address, "images", "import", "-");
            case DOCKER -> List.of("docker", "load");
            case PODMAN -> List.of("podman", "load");
            case K3S, RKE2 -> throw new IllegalArgumentException(target + " takes a file");
        };
    }

    /** Asks for the image; fails where it is not there. */
    private static List<String> look(Target target, Optional<Path> address, ImageTar image) {
        String name = image.name().full();
        return switch (target) {
            case CONTAINERD -> ctr(address, "images", "list", "name==" + name);
            case DOCKER ->
                List.of(
                        "docker",
                        "image",
                        "inspect",
                        "--format",
                        "{{.Id}}",
                        image.name().familiar());
            case PODMAN -> List.of("podman", "image", "inspect", "--format", "{{.Id}}", name);
            case K3S, RKE2 -> throw new IllegalArgumentException(target + " takes a file");
        };
    }

    private static List<String> ctr(Optional<Path> address, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ctr"));
        address.ifPresent(socket -> command.addAll(List.of("--address", socket.toString())));
        command.addAll(List.of("--namespace", NAMESPACE));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void require(Target target, List<String> command, Machine.Ended ended) {
        if (ended.exitCode() != 0) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "'%s' ended with %d (%s); see whether %s runs and whether this user may use it"
                            .formatted(String.join(" ", command), ended.exitCode(), ended.lastWords(), target));
        }
    }
}
