package io.arkeeper.bundle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of somebody else that must understand what we write.
 *
 * <p>It is looked for on the PATH and in the directories named by ARKEEPER_TOOLS. A test without its tool skips, and
 * says so; with ARKEEPER_TOOLS_REQUIRED=true it fails, so that CI never passes by skipping.
 */
public record Tool(Path program) {

    private static final int PATIENCE_SECONDS = 120;

    /** What a program printed and how it ended. */
    public record Result(int exitCode, String output) {}

    public static Tool require(String name) {
        Optional<Path> found = directories()
                .map(directory -> directory.resolve(name))
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
        return new Tool(found.orElseThrow());
    }

    private static Stream<Path> directories() {
        return Stream.of("ARKEEPER_TOOLS", "PATH")
                .map(name -> Optional.ofNullable(System.getenv(name)).orElse(""))
                .flatMap(value -> Arrays.stream(value.split(File.pathSeparator, -1)))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
    }

    public Result run(Path home, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "output-", ".txt");
        Process process = builder(home, environment, arguments)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("%s did not end: %s".formatted(program, Files.readString(output)));
        }
        return new Result(process.exitValue(), Files.readString(output, UTF_8));
    }

    /** Runs it and expects success. */
    public String ok(Path home, String... arguments) throws IOException, InterruptedException {
        Result result = run(home, Map.of(), arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError("%s %s ended with %d: %s"
                    .formatted(program, List.of(arguments), result.exitCode(), result.output()));
        }
        return result.output();
    }

    ProcessBuilder builder(Path home, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString()); // nobody's own configuration decides a test
        builder.environment().putAll(environment);
        return builder;
    }
}
