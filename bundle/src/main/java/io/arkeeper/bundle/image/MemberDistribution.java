package io.arkeeper.bundle.image;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the member's build made: {@code lib/*.jar} and {@code member.args}.
 *
 * @param ownJars Arkeeper's jars, which change with every version of ours
 * @param otherJars ZooKeeper and its libraries, which change with ZooKeeper's
 * @param built when it was built, taken from the member's jar: the same in every build of the same source
 */
record MemberDistribution(
        List<Path> ownJars,
        List<Path> otherJars,
        List<String> arguments,
        String arkeeperVersion,
        String zooKeeperVersion,
        Instant built) {

    static final String ZOOKEEPER = "zookeeper";
    private static final String MEMBER = "arkeeper-member";
    private static final String HOME = "@HOME@";

    static MemberDistribution read(Path directory) throws IOException {
        Path lib = directory.resolve("lib");
        Path arguments = directory.resolve("member.args");
        if (!Files.isDirectory(lib) || !Files.isRegularFile(arguments)) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is no distribution of the member, expected lib/ and member.args; build the module member first"
                            .formatted(directory));
        }
        List<Path> own = new ArrayList<>();
        List<Path> other = new ArrayList<>();
        try (Stream<Path> files = Files.list(lib)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                (jar.getFileName().toString().startsWith("arkeeper-") ? own : other).add(jar);
            }
        }
        List<Path> all = Stream.concat(own.stream(), other.stream()).toList();
        return new MemberDistribution(
                own,
                other,
                Files.readAllLines(arguments),
                version(all, MEMBER, lib),
                version(all, ZOOKEEPER, lib),
                builtAt(all));
    }

    private static String version(List<Path> jars, String name, Path lib) {
        Pattern pattern = Pattern.compile(name + "-([0-9].*)[.]jar");
        return jars.stream()
                .map(jar -> pattern.matcher(jar.getFileName().toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT, "%s has no %s-VERSION.jar".formatted(lib, name)));
    }

    private static Instant builtAt(List<Path> jars) throws IOException {
        Path member = jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(MEMBER))
                .findFirst()
                .orElseThrow();
        try (ZipFile zip = new ZipFile(member.toFile())) {
            return Optional.ofNullable(zip.getEntry("META-INF/MANIFEST.MF"))
                    .map(ZipEntry::getTimeLocal)
                    .map(time -> time.toInstant(ZoneOffset.UTC))
                    .orElse(Instant.EPOCH);
        }
    }

    /** The flags and the class path for an installation at {@code home}, comments left out. */
    List<String> argumentsAt(String home) {
        return arguments.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.replace(HOME, home))
                .toList();
    }

    /** The class path of {@link #argumentsAt}. */
    String classPathAt(String home) {
        List<String> lines = argumentsAt(home);
        int option = lines.indexOf("-cp");
        if (option < 0 || option + 1 >= lines.size()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "member.args has no class path, expected a line -cp and one after it");
        }
        return lines.get(option + 1);
    }

    /** A resource of this module that becomes a file of the image. */
    static Content resource(String name) throws IOException {
        try (InputStream in = MemberDistribution.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out the resource " + name);
            }
            return Content.of(in.readAllBytes());
        }
    }
}
