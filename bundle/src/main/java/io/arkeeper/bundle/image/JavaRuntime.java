package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.deb.DebFile;
import io.arkeeper.bundle.deb.VerifiedDeb;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Java runtime's layer: the parts of a JDK that the member, ZooKeeper's client and people who debug them need.
 *
 * <p>Linking takes seconds and compressing it longer, so the finished layer is kept in the cache, under a key of
 * everything that went in, and compared with its digest before it is used.
 */
final class JavaRuntime {

    static final String HOME = "opt/java";

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

    private static final String LAYOUT = "2"; // raise it when the layer is made differently from the same inputs

    /** Holds the modules of a JDK for a processor other than this machine's. */
    static final String DEBIAN_JDK = "openjdk-" + Jlink.FEATURE + "-jdk-headless";

    private static final String MODULE_FILES = "usr/lib/jvm/java-" + Jlink.FEATURE + "-openjdk-";

    private final Jlink jlink;
    private final Processor processor;
    private final Optional<VerifiedDeb> debianJdk;
    private final Path cache;
    private final BlobDirectory blobs;
    private final Instant modified;

    /**
     * A runtime for a processor.
     *
     * @param jdk has the linker, and the modules where no other JDK is given
     * @param debianJdk package {@link #DEBIAN_JDK} of the processor; needed where it is not this machine's
     */
    JavaRuntime(
            Path jdk,
            Processor processor,
            Optional<VerifiedDeb> debianJdk,
            Path cache,
            BlobDirectory blobs,
            Instant modified) {
        this.jlink = new Jlink(jdk);
        this.processor = processor;
        this.debianJdk = debianJdk;
        this.cache = cache;
        this.blobs = blobs;
        this.modified = modified;
    }

    /** The JDK's own words for its version and vendor, e.g. {@code Temurin-25.0.3+9}. */
    String version() throws IOException {
        String linker = jlink.version();
        return debianJdk.map(deb -> "Debian-" + deb.record().version()).orElse(linker);
    }

    Layer layer() throws IOException {
        return new LayerCache(cache.resolve("runtime"), blobs).get("java", key(), true, this::link);
    }

    private Layer link() throws IOException {
        Path work = Files.createTempDirectory("arkeeper-jlink-");
        try {
            Path linked = work.resolve("java");
            Optional<Path> modules = debianJdk.isPresent()
                    ? Optional.of(modules(debianJdk.get(), Files.createDirectory(work.resolve("modules"))))
                    : Optional.empty();
            jlink.link(MODULES, modules, linked);
            FileTree tree = new FileTree().copyOf(linked, HOME);
            for (Map.Entry<String, FileTree.Node> node : tree.nodes().entrySet()) {
                if (node.getValue() instanceof FileTree.Node.RegularFile file) {
                    processor.requireOwn(node.getKey(), file.content());
                }
            }
            if (debianJdk.isPresent()) {
                DebianBase.addStatus(tree, debianJdk.get());
            }
            return new LayerFiles(modified).write("java", tree, blobs, true);
        } finally {
            Commands.deleteTree(work);
        }
    }

    private Path modules(VerifiedDeb deb, Path directory) throws IOException {
        String folder = MODULE_FILES + processor.debianName() + "/jmods/";
        new DebFile(deb.file()).data((path, entry, content) -> {
            if (path.startsWith(folder) && entry.isFile()) {
                Files.copy(content, directory.resolve(path.substring(folder.length())));
            }
        });
        return directory;
    }

    /** Everything the layer's bytes depend on: the JDK, what is taken from it, and how it is packed and by whom. */
    private Digest key() throws IOException {
        String inputs = String.join(
                "\n",
                LAYOUT,
                jlink.identity(),
                debianJdk.map(deb -> deb.record().line()).orElse("of the linker"),
                String.join(",", MODULES),
                modified.toString(),
                Runtime.version().toString());
        return Digest.of(inputs.getBytes(UTF_8));
    }
}
