package io.arkeeper.systemtest;

import io.arkeeper.cli.local.MemberDistribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The member as these tests start it, hundreds of times: as in the image, with an AOT cache, and compiled only by the JVM's
 * quick compiler. It takes a third of the processor time to start.
 */
final class QuickMember {

    private static final String QUICK = "-XX:TieredStopAtLevel=1";
    private static final String RECORD = ".record"; // after the number of the process
    private static final String ARGUMENTS = "member.args";

    private final Path built;
    private final Path home;
    private final Path cache;

    private QuickMember(Path built, Path home) {
        this.built = built;
        this.home = home;
        this.cache = home.resolve("member.aot");
    }

    /**
     * Made at the first call after a build.
     *
     * @param built the distribution
     * @param home where to make this one of it
     * @param rehearsal has members start, serve, and end, each with the distribution given
     */
    static MemberDistribution of(Path built, Path home, Consumer<MemberDistribution> rehearsal) {
        QuickMember member = new QuickMember(built.toAbsolutePath(), home.toAbsolutePath());
        try {
            return member.isUpToDate() ? member.withCache() : member.rehearse(rehearsal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isUpToDate() throws IOException {
        return Files.exists(cache)
                && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(built.resolve(ARGUMENTS))) > 0;
    }

    private MemberDistribution rehearse(Consumer<MemberDistribution> rehearsal) throws IOException {
        Files.createDirectories(home);
        for (Path left : filesOf(home)) {
            if (!Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(left);
            }
        }
        Files.createSymbolicLink(home.resolve("lib"), built.resolve("lib"));
        rehearsal.accept(withFlags("-XX:AOTMode=record", "-XX:AOTConfiguration=" + home.resolve("%p" + RECORD)));
        Path most = filesOf(home).stream()
                .filter(file -> file.toString().endsWith(RECORD))
                .max(Comparator.comparingLong(file -> file.toFile().length()))
                .orElseThrow(() -> new IOException("no JVM recorded anything in " + home));
        makeCacheOf(most);
        return withCache();
    }

    private void makeCacheOf(Path record) throws IOException {
        List<String> command = withFlags(
                        "-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + cache)
                .java(List.of("-Xmx128m"));
        Path said = home.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("no AOT cache is made: " + Files.readString(said));
        }
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private MemberDistribution withCache() throws IOException {
        return withFlags("-XX:AOTCache=" + cache);
    }

    private MemberDistribution withFlags(String... flags) throws IOException {
        List<String> lines = new ArrayList<>(List.of(flags));
        lines.add(QUICK);
        lines.addAll(Files.readAllLines(built.resolve(ARGUMENTS)));
        Files.write(home.resolve(ARGUMENTS), lines);
        return new MemberDistribution(home);
    }
}
