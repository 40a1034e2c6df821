package io.arkeeper.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The member as the build leaves it: its jars, and {@code member.args}, the JVM's flags and class path that the image's
 * entry point uses as well.
 */
public record MemberDistribution(Path home) {

    private static final String HOME = "@HOME@";

    /**
     * The command that starts a program of the distribution, without its own arguments: the JVM this program runs on,
     * the distribution's flags, then {@code flags}.
     */
    public List<String> java(List<String> flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ArgumentFile.read(Files.readString(arguments()))) {
            command.add(argument.replace(HOME, home.toString()));
        }
        command.addAll(flags);
        return command;
    }

    public boolean isBuilt() {
        return Files.isReadable(arguments());
    }

    private Path arguments() {
        return home.resolve("member.args");
    }
}
