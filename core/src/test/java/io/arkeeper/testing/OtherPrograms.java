package io.arkeeper.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of somebody else that tests need, on the PATH or in the directories named by ARKEEPER_TOOLS.
 *
 * <p>A test without its program skips, and says so; with ARKEEPER_TOOLS_REQUIRED=true it fails, so that CI never passes by
 * skipping.
 */
public final class OtherPrograms {

    private OtherPrograms() {}

    /** The executable file. */
    public static Path require(String name) {
        Optional<Path> found = Stream.of("ARKEEPER_TOOLS", "PATH")
                .map(variable -> Optional.ofNullable(System.getenv(variable)).orElse(""))
                .flatMap(value -> Arrays.stream(value.split(File.pathSeparator, -1)))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            String sentence = "SKIPPED: %s is not installed; put it on the PATH or into ARKEEPER_TOOLS".formatted(name);
            System.err.println(sentence);
            if (Boolean.parseBoolean(System.getenv("ARKEEPER_TOOLS_REQUIRED"))) {
                throw new AssertionError(sentence);
            }
            Assumptions.abort(sentence);
        }
        return found.orElseThrow();
    }
}
