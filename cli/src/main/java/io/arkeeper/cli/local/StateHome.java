package io.arkeeper.cli.local;

import io.arkeeper.cli.local.release.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The directory that holds all of a user's local ensembles, one directory each. */
public record StateHome(Path directory) {

    /** By the XDG rules: {@code $XDG_STATE_HOME/arkeeper}, otherwise {@code ~/.local/state/arkeeper}. */
    public static StateHome of(Map<String, String> environment, Path home) {
        Path base = Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute) // the specification says to ignore any other
                .orElse(home.resolve(".local").resolve("state"));
        return new StateHome(base.resolve("arkeeper"));
    }

    public InstanceDirectory of(String name) {
        return new InstanceDirectory(directory.resolve(name));
    }

    public Optional<Instance> instance(String name) {
        return Instance.read(of(name).instanceFile());
    }

    /** The names of all ensembles that were ever started and not deleted. */
    public List<String> names() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(path ->
                            Files.exists(new InstanceDirectory(path).instanceFile()))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The subnet for a release: the one it had before, otherwise one nobody uses.
     *
     * @throws PortsInUse where its ports are taken, or taken on every address
     */
    public Subnet subnetFor(Release release) {
        Optional<Subnet> before = instance(release.name()).map(Instance::subnet);
        Subnet subnet = before.or(() -> Subnet.choose(
                        release.name(), taken(), candidate -> PortCheck.allFree(release, candidate)))
                .orElse(new Subnet(1)); // busy everywhere, so this one shows by whom
        List<BusyPort> busy = PortCheck.busy(release, subnet);
        if (!busy.isEmpty()) {
            throw new PortsInUse(busy);
        }
        return subnet;
    }

    private Set<Subnet> taken() {
        Set<Subnet> taken = new HashSet<>();
        names().forEach(name -> instance(name).map(Instance::subnet).ifPresent(taken::add));
        return taken;
    }

    /** Ports that are needed and in use. */
    public static final class PortsInUse extends RuntimeException {

        private final List<BusyPort> ports;

        PortsInUse(List<BusyPort> ports) {
            super(ports.toString());
            this.ports = List.copyOf(ports);
        }

        public List<BusyPort> ports() {
            return ports;
        }
    }
}
