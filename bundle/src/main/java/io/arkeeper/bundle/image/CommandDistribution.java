package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command with the Java it runs on, as one compressed tar: unpack it anywhere and run {@code bin/arkeeper}.
 *
 * <p>It takes ten seconds to make and changes with the command only, so it is kept in the cache under a key of
 * everything that went in.
 */
public final class CommandDistribution {

    /** Checked by running the command; what is loaded by name only has its reason here. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.xml",
            "jdk.crypto.ec", // empty since JDK 22, but named by TLS set-ups
            "jdk.httpserver",
            "jdk.jcmd", // a thread dump of a command that hangs
            "jdk.naming.dns",
            "jdk.unsupported");

    private static final String LAYOUT = "4"; // raise it when the layer is made differently from the same inputs
    private static final String REHEARSAL = "io.arkeeper.cli.Rehearsal";
    private static final String TRUSTED = "picocli-"; // the launcher has the reason
    private static final List<String> CACHES = List.of("bundle.aot", "cluster.aot", "help.aot");
    private static final String UNPACKED_HELM = "linux-amd64-"; // the jar that has the library a second time
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Request request;
    private final BlobDirectory blobs;

    private CommandDistribution(Request request, BlobDirectory blobs) {
        this.request = request;
        this.blobs = blobs;
    }

    /**
     * What it is made of.
     *
     * @param lib the folder of the command's jars
     * @param helmLibrary Helm as a native library, unpacked
     * @param chart the chart's files by their path in its folder
     * @param aot whether to add a cache that makes it start faster, and differs from build to build
     */
    public record Request(
            Path lib,
            Path helmLibrary,
            SortedMap<String, byte[]> chart,
            Path jdk,
            String version,
            Instant modified,
            boolean aot,
            Path cache) {

        /** The folder everything is in. */
        public String folder() {
            return "arkeeper-" + version;
        }

        /** The jars of the distribution. */
        public List<Path> jars() throws IOException {
            try (Stream<Path> files = Files.list(lib)) {
                return files.filter(file -> file.toString().endsWith(".jar"))
                        .filter(file -> !file.getFileName().toString().startsWith(UNPACKED_HELM))
                        .sorted()
                        .toList();
            }
        }

        /** The JDK's own words for its version and vendor. */
        public String javaVersion() throws IOException {
            return new Jlink(jdk).version();
        }
    }

    /** Makes it, or takes it from the cache. */
    public static Layer build(Request request, BlobDirectory blobs) throws IOException {
        return new CommandDistribution(request, blobs).layer();
    }

    private Layer layer() throws IOException {
        if (!Files.isDirectory(request.lib()) || !Files.isRegularFile(request.helmLibrary())) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "%s has no build of the command with Helm's library; build it with 'make build', or start this program with ./arkeeper"
                            .formatted(request.lib()));
        }
        return new LayerCache(request.cache().resolve("command"), blobs).get("cli", key(), !request.aot(), this::make);
    }

    private Layer make() throws IOException {
        Path work = Files.createTempDirectory("arkeeper-command-");
        try {
            Path java = work.resolve("java");
            new Jlink(request.jdk()).link(MODULES, Optional.empty(), java);
            FileTree tree = new FileTree().copyOf(java, at("java"));
            for (Path jar : request.jars()) {
                tree.file(at("lib/" + jar.getFileName()), Content.of(jar));
            }
            tree.file(at("native/" + request.helmLibrary().getFileName()), Content.of(request.helmLibrary()), 0755);
            request.chart().forEach((path, bytes) -> tree.file(at("charts/zookeeper/" + path), Content.of(bytes)));
            tree.file(at("bin/arkeeper"), Content.of(launcher()), 0755);
            if (request.aot()) {
                train(work, java).forEach((name, cache) -> tree.file(at(name), Content.of(cache)));
            }
            return new LayerFiles(request.modified()).write("cli", tree, blobs, !request.aot());
        } finally {
            Commands.deleteTree(work);
        }
    }

    private String at(String path) {
        return request.folder() + "/" + path;
    }

    /** Rehearses, and keeps what the JVM learned. It compares times and sizes of jars and runtime later. */
    private SortedMap<String, Path> train(Path work, Path java) throws IOException {
        Path lib = Files.createDirectory(work.resolve("lib"));
        List<Path> jars = new ArrayList<>();
        for (Path jar : request.jars()) {
            Path copy = lib.resolve(jar.getFileName());
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(copy, FileTime.from(request.modified()));
            jars.add(copy);
        }
        Files.setLastModifiedTime(java.resolve("lib/modules"), FileTime.from(request.modified()));
        Path chart = chart(work.resolve("chart"));
        Path stage = Files.createDirectory(work.resolve("rehearsal"));
        List<String> command = new ArrayList<>(List.of( // as in the launcher
                java.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx160m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcom.marcnuri.jkube-helm.skipRemoteJar=true",
                "-Darkeeper.chart=" + chart,
                "-Darkeeper.helm=" + request.helmLibrary()));
        jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(TRUSTED))
                .map(jar -> "-Xbootclasspath/a:" + jar)
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                REHEARSAL,
                stage.toString()));
        Commands.run("rehearsing the command for its AOT caches", command, PATIENCE);
        SortedMap<String, Path> caches = new TreeMap<>();
        for (String name : CACHES) {
            Path cache = stage.resolve(name);
            if (!Files.isRegularFile(cache)) {
                throw new BundleFailure(
                        BundleFailure.Kind.ENVIRONMENT,
                        "the JVM wrote no AOT cache '%s' for the command; build with --no-aot".formatted(name));
            }
            caches.put(name, cache);
        }
        return caches;
    }

    private Path chart(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : request.chart().entrySet()) {
            Path copy = folder.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.write(copy, file.getValue());
        }
        return folder;
    }

    /** Everything the layer's bytes depend on. */
    private Digest key() throws IOException {
        Map<String, String> inputs = new TreeMap<>();
        for (Path jar : request.jars()) {
            inputs.put("lib/" + jar.getFileName(), Digest.of(jar).toString());
        }
        inputs.put("native/" + request.helmLibrary().getFileName(), Digest.of(request.helmLibrary()) + "");
        request.chart().forEach((path, bytes) -> inputs.put("chart/" + path, Digest.of(bytes) + ""));
        inputs.put("launcher", launcher());
        inputs.put("jdk", new Jlink(request.jdk()).identity());
        inputs.put(
                "how",
                String.join(
                        "\n",
                        LAYOUT,
                        request.folder(),
                        String.join(",", MODULES),
                        request.modified().toString(),
                        "aot " + request.aot(),
                        Runtime.version().toString()));
        return Digest.of(inputs.toString().getBytes(UTF_8));
    }

    /** The jars are named in it: the cache fits only where the class path has the order of its training. */
    private String launcher() throws IOException {
        try (InputStream template =
                MemberDistribution.resource("command/arkeeper").open()) {
            return new String(template.readAllBytes(), UTF_8)
                    .replace("@HELM@", request.helmLibrary().getFileName().toString())
                    .replace(
                            "@JARS@",
                            request.jars().stream()
                                    .map(jar -> jar.getFileName().toString())
                                    .collect(Collectors.joining(" ")));
        }
    }
}
