package io.arkeeper.cli;

import io.arkeeper.cli.local.MemberDistribution;
import io.arkeeper.cli.local.release.ChartRenderer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the parts of this installation are, as the launcher says in system properties.
 *
 * @param command how the user calls this program, for messages
 * @param chart the directory of the chart
 * @param member the member as it was built
 * @param helmLibrary Helm's unpacked library, where the build has unpacked it
 * @param fromBundle whether it came out of a bundle, which carries the member in its image and nowhere else
 */
record Installation(
        String command, Path chart, MemberDistribution member, Optional<Path> helmLibrary, boolean fromBundle) {

    /** Of a checkout. */
    Installation(String command, Path chart, MemberDistribution member, Optional<Path> helmLibrary) {
        this(command, chart, member, helmLibrary, false);
    }

    static Installation of(Properties properties) {
        return new Installation(
                properties.getProperty("arkeeper.command", "arkeeper"),
                path(properties, "arkeeper.chart").orElse(Path.of("charts", "zookeeper")),
                new MemberDistribution(path(properties, "arkeeper.member").orElse(Path.of("member", "target", "dist"))),
                path(properties, "arkeeper.helm"),
                Boolean.parseBoolean(properties.getProperty("arkeeper.from-bundle")));
    }

    private static Optional<Path> path(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name)).map(Path::of).map(Path::toAbsolutePath);
    }

    /** Loads Helm, which takes a moment. */
    ChartRenderer chartRenderer() {
        return new ChartRenderer(chart, helmLibrary);
    }

    /** A line the user can type. */
    String line(String arguments) {
        return command + " " + arguments;
    }
}
