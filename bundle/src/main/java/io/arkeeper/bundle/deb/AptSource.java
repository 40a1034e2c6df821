package io.arkeeper.bundle.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fills a {@link DebDirectory} with apt, as this machine is set up to reach Debian.
 *
 * <p>apt runs on a state directory of its own, so it needs no root, changes nothing on the machine, and can fetch for
 * another suite or processor than the machine's. Proxies and credentials are the machine's. apt's checks are not relied
 * upon: {@link DebDirectory} makes them again.
 */
public final class AptSource {

    private static final long PATIENCE_MINUTES = 10; // a first update over a slow line

    private final Path directory;
    private final Path keyring;
    private final String suite;
    private final String architecture;
    private final Optional<String> mirror;

    /**
     * @param directory the DebDirectory to fill
     * @param suite e.g. {@code trixie}; its updates and security suites are used as well
     * @param mirror replaces the mirror of the machine's sources; security updates are then looked for beside it
     */
    public AptSource(Path directory, Path keyring, String suite, String architecture, Optional<String> mirror) {
        this.directory = directory;
        this.keyring = keyring;
        this.suite = suite;
        this.architecture = architecture;
        this.mirror = mirror;
    }

    /** Fetches the suites' signed indexes, replacing those that are there. */
    public void update() throws IOException {
        Path lists = Files.createDirectories(state().resolve("lists/partial")).getParent();
        Files.createDirectories(state().resolve("cache/archives/partial"));
        Files.writeString(state().resolve("status"), "");
        Files.writeString(sourceList(), sources());
        apt(state(), List.of("update"));
        Files.createDirectories(directory);
        deleteIndexes();
        try (Stream<Path> files = Files.list(lists)) {
            for (Path file : files.filter(AptSource::isIndex).toList()) {
                Files.move(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Fetches package files that are not in the directory yet. */
    public void download(Collection<PackageRecord> records) throws IOException {
        Path lists = Files.createDirectories(state().resolve("lists/partial")).getParent();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(AptSource::isIndex).toList()) {
                Files.copy(file, lists.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        List<String> arguments = new ArrayList<>(List.of("download"));
        records.forEach(record -> arguments.add(record.name() + "=" + record.version()));
        apt(directory, arguments);
    }

    private static boolean isIndex(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith("InRelease") || name.contains("_Packages");
    }

    private void deleteIndexes() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(AptSource::isIndex).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path state() {
        return directory.resolve("apt");
    }

    private Path sourceList() {
        return state().resolve("sources.list");
    }

    private String sources() throws IOException {
        String archive = mirror.isPresent() ? mirror.get() : machines("/debian/?$", "a Debian mirror");
        Optional<String> security = mirror.isPresent() ? Optional.empty() : find("/debian-security/?$");
        StringBuilder lines = new StringBuilder();
        lines.append(line(archive, suite)).append(line(archive, suite + "-updates"));
        security.ifPresent(uri -> lines.append(line(uri, suite + "-security")));
        return lines.toString();
    }

    private String line(String uri, String suiteName) {
        return "deb [signed-by=%s arch=%s] %s %s main%n".formatted(keyring, architecture, uri, suiteName);
    }

    private String machines(String pattern, String what) throws IOException {
        return find(pattern)
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.ENVIRONMENT,
                        "apt's sources on this machine name no %s; give one with --debian-mirror, or packages with --debs"
                                .formatted(what)));
    }

    private Optional<String> find(String pattern) throws IOException {
        List<String> command = List.of("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages");
        return run(directory, command)
                .lines()
                .filter(uri ->
                        java.util.regex.Pattern.compile(pattern).matcher(uri).find())
                .findFirst();
    }

    private void apt(Path workingDirectory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("apt-get", "--quiet=2", "--assume-yes"));
        for (String option : List.of(
                "Dir::State=" + state(),
                "Dir::State::status=" + state().resolve("status"),
                "Dir::Cache=" + state().resolve("cache"),
                "Dir::Etc::SourceList=" + sourceList(),
                "Dir::Etc::SourceParts=/dev/null",
                "Dir::Etc::Preferences=/dev/null",
                "Dir::Etc::PreferencesParts=/dev/null",
                "APT::Architecture=" + architecture,
                "APT::Architectures::=" + architecture,
                "APT::Sandbox::User=" + System.getProperty("user.name"),
                "APT::Get::List-Cleanup=true",
                "Acquire::Languages=none",
                "Acquire::GzipIndexes=false",
                "Acquire::Retries=3")) {
            command.add("--option");
            command.add(option);
        }
        command.addAll(arguments);
        run(workingDirectory, command);
    }

    private String run(Path workingDirectory, List<String> command) throws IOException {
        Path output = Files.createTempFile("arkeeper-apt-", ".txt");
        try {
            Process process = start(workingDirectory, command, output);
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(output, UTF_8);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BundleFailure(
                        BundleFailure.Kind.ENVIRONMENT,
                        "apt could not fetch packages of %s for %s: %s"
                                .formatted(suite, architecture, ended ? lastError(text) : "it did not end in time"));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for apt", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Process start(Path workingDirectory, List<String> command, Path output) throws IOException {
        Files.createDirectories(workingDirectory);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "apt-get cannot be run on this machine (%s); give a directory with packages by --debs"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static String lastError(String text) {
        return text.lines().filter(line -> line.startsWith("E: ")).findFirst().orElseGet(() -> text.lines()
                .reduce("no message", (before, line) -> line));
    }
}
