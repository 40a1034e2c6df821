package io.arkeeper.bundle.image;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A JDK's linker: makes a Java runtime of the modules that are needed. */
final class Jlink {

    static final int FEATURE = 25;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path jdk;

    Jlink(Path jdk) {
        this.jdk = jdk;
    }

    /** The JDK's own words for its version and vendor, e.g. {@code Temurin-25.0.3+9}. */
    String version() throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(require("release"))) {
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

    /** What a linked runtime depends on, for a cache's key. */
    String identity() throws IOException {
        return Files.readString(require("release")) + "\n" + Files.size(require("lib/modules"));
    }

    /**
     * Links a runtime.
     *
     * @param modulePath modules for another processor; this JDK's own where absent
     */
    void link(List<String> modules, Optional<Path> modulePath, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                require("bin/jlink").toString(),
                "--add-modules",
                String.join(",", modules),
                "--compress",
                "zip-0", // the layer is compressed as a whole, and better
                "--strip-java-debug-attributes", // native ones are gone already; stripping them needs a tool
                "--no-header-files",
                "--no-man-pages",
                "--output",
                output.toString()));
        modulePath.ifPresent(path -> command.addAll(List.of("--module-path", path.toString())));
        Commands.run("linking a Java runtime", command, PATIENCE);
        // It is the build machine's list of certificate authorities; whom to trust is said where the runtime is used.
        Files.deleteIfExists(output.resolve("lib/security/cacerts"));
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
