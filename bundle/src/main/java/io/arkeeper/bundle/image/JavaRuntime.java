package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.bundle.oci.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The Java runtime's layer: the parts of a JDK that the member, ZooKeeper's client and people who debug them need.
 *
 * <p>Linking takes seconds and compressing it longer, so the finished layer is kept in the cache, under a key of
 * everything that went in, and compared with its digest before it is used.
 */
final class JavaRuntime {

    static final String HOME = "opt/java";
    static final int FEATURE = 25;

    /** Checked against jdeps by a test; what is loaded by name only has its reason here. */
    static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.security.jgss", // Kerberos for clients and between members
            "java.security.sasl",
            "java.xml",
            "jdk.crypto.ec", // empty since JDK 22, but named by TLS set-ups
            "jdk.httpserver",
            "jdk.jcmd", // jcmd, jstack and jmap inside a pod
            "jdk.jfr",
            "jdk.management",
            "jdk.management.agent", // JMX from outside, where somebody configures it
            "jdk.naming.dns",
            "jdk.security.auth",
            "jdk.security.jgss",
            "jdk.unsupported"); // netty's Unsafe

    private static final String LAYOUT = "1"; // raise it when the layer is made differently from the same inputs
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path jdk;
    private final Path cache;
    private final BlobDirectory blobs;
    private final Instant modified;

    JavaRuntime(Path jdk, Path cache, BlobDirectory blobs, Instant modified) {
        this.jdk = jdk;
        this.cache = cache;
        this.blobs = blobs;
        this.modified = modified;
    }

    /** The JDK's own words for its version and vendor, e.g. {@code Temurin-25.0.3+9}. */
    String version() throws IOException {
        Properties release = new Properties();
        try (java.io.Reader reader = Files.newBufferedReader(releaseFile())) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        if (!version.equals(Integer.toString(FEATURE)) && !version.startsWith(FEATURE + ".")) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "the JDK in %s is version '%s', expected %d; name one with --jdk".formatted(jdk, version, FEATURE));
        }
        return release.getProperty("IMPLEMENTOR_VERSION", release.getProperty("JAVA_RUNTIME_VERSION", version))
                .replace("\"", "");
    }

    Layer layer() throws IOException {
        Path note = cache.resolve("runtime/" + key().hex() + ".json");
        Optional<Layer> cached = cached(note);
        return cached.isPresent() ? cached.get() : link(note);
    }

    private Optional<Layer> cached(Path note) throws IOException {
        if (!Files.isRegularFile(note)) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.read(note.toString(), Files.readAllBytes(note));
            Descriptor descriptor = Descriptor.from(json.object("layer"));
            blobs.verify(descriptor);
            return Optional.of(new Layer("java", descriptor, Digest.parse(json.text("diffId")), true));
        } catch (BundleFailure damaged) {
            return Optional.empty(); // it is made anew and replaces the damaged one
        }
    }

    private Layer link(Path note) throws IOException {
        Path work = Files.createTempDirectory("arkeeper-jlink-");
        try {
            Path linked = work.resolve("java");
            Commands.run(
                    "linking a Java runtime",
                    List.of(
                            jlink().toString(),
                            "--add-modules",
                            String.join(",", MODULES),
                            "--compress",
                            "zip-0", // the layer is compressed as a whole, and better
                            "--strip-debug",
                            "--no-header-files",
                            "--no-man-pages",
                            "--output",
                            linked.toString()),
                    PATIENCE);
            // It is the build machine's list of certificate authorities. The member trusts what the chart names.
            Files.deleteIfExists(linked.resolve("lib/security/cacerts"));
            FileTree tree = new FileTree().copyOf(linked, HOME);
            Layer layer = new LayerFiles(modified).write("java", tree, blobs, true);
            Files.createDirectories(note.getParent());
            Files.write(
                    note,
                    JsonWriter.bytes(JsonWriter.object()
                            .put("layer", layer.descriptor().toJson())
                            .put("diffId", layer.diffId().toString())
                            .done()));
            return layer;
        } finally {
            Commands.deleteTree(work);
        }
    }

    /** Everything the layer's bytes depend on: the JDK, what is taken from it, and how it is packed and by whom. */
    private Digest key() throws IOException {
        String inputs = String.join(
                "\n",
                LAYOUT,
                Files.readString(releaseFile()),
                Long.toString(Files.size(jdk.resolve("lib/modules"))),
                String.join(",", MODULES),
                modified.toString(),
                Runtime.version().toString());
        return Digest.of(inputs.getBytes(UTF_8));
    }

    private Path releaseFile() {
        return require("release");
    }

    private Path jlink() {
        return require("bin/jlink");
    }

    private Path require(String part) {
        Path file = jdk.resolve(part);
        if (!Files.isRegularFile(file)) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "%s is missing, expected a JDK %d with jlink in %s; name one with --jdk"
                            .formatted(file, FEATURE, jdk));
        }
        return file;
    }
}
