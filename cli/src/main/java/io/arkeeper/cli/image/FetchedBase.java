package io.arkeeper.cli.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.image.ImageRequest;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutWriter;
import io.arkeeper.bundle.registry.DockerConfig;
import io.arkeeper.bundle.registry.Patience;
import io.arkeeper.bundle.registry.Pause;
import io.arkeeper.bundle.registry.Pull;
import io.arkeeper.bundle.registry.Registry;
import io.arkeeper.bundle.registry.RegistryAddress;
import io.arkeeper.bundle.registry.SystemAuthorities;
import io.arkeeper.bundle.registry.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an image is built from, with the base at hand: one that {@code --base} names in a registry is fetched first.
 *
 * <p>Credentials are those of docker or podman; authorities are the system's, or of the file SSL_CERT_FILE.
 */
public final class FetchedBase implements AutoCloseable {

    private static final Pattern IMAGE = Pattern.compile(
            "(?<host>[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:[0-9]+)?|[A-Za-z0-9-]+:[0-9]+|localhost)"
                    + "/(?<repository>[a-z0-9][a-z0-9._/-]*)(:(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]*)|@(?<digest>sha256:[0-9a-f]{64}))");

    private final ImageRequest request;
    private final Optional<Path> folder;

    private FetchedBase(ImageRequest request, Optional<Path> folder) {
        this.request = request;
        this.folder = folder;
    }

    /** @param request as the options have it; a base that is no file here is taken for an image's name */
    public static FetchedBase of(ImageRequest request, Map<String, String> environment) throws IOException {
        if (request.base().isEmpty() || Files.exists(request.base().get())) {
            return new FetchedBase(request, Optional.empty());
        }
        String text = request.base().get().toString();
        Matcher image = IMAGE.matcher(text);
        if (!image.matches()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "--base is '%s', neither a file here nor an image with its registry; use base.tar or registry.example.com/debian:12"
                            .formatted(text));
        }
        Path folder = Files.createTempDirectory("arkeeper-base-");
        FetchedBase fetched = new FetchedBase(request.on(folder.resolve("base.tar")), Optional.of(folder));
        try {
            fetched.fetch(image, environment, folder);
            return fetched;
        } catch (IOException | RuntimeException e) {
            fetched.close();
            throw e;
        }
    }

    private void fetch(Matcher image, Map<String, String> environment, Path folder) throws IOException {
        BlobDirectory blobs = new BlobDirectory(folder.resolve("blobs"));
        RegistryAddress address = RegistryAddress.parse(image.group("host"), false);
        String repository = image.group("repository");
        String reference = image.group("digest") == null ? image.group("tag") : image.group("digest");
        Path home = Path.of(System.getProperty("user.home"));
        try (Registry registry = new Registry(
                address,
                DockerConfig.usual(environment, home)
                        .find(RegistryAddress.parse(address.host() + "/" + repository, false)),
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.ofThisMachine(environment)),
                Patience.DEFAULT,
                Pause.REAL,
                InstantSource.system())) {
            Index root = new Pull(registry, repository, blobs).image(reference, request.platforms());
            if (root.manifests().isEmpty()) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s has no image for %s; give a base for that platform"
                                .formatted(image.group(), request.platforms()));
            }
            new LayoutWriter(blobs, Instant.EPOCH).write(folder.resolve("base.tar"), root, Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }

    /** What to build, with a base that lies on this machine. */
    public ImageRequest request() {
        return request;
    }

    @Override
    public void close() throws IOException {
        if (folder.isPresent()) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(folder.get())) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }
}
