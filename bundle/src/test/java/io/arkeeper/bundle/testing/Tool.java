package io.arkeeper.bundle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.testing.OtherPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of somebody else that must understand what we write. */
public record Tool(Path program) {

    private static final int PATIENCE_SECONDS = 120;

    /** What a program printed and how it ended. */
    public record Result(int exitCode, String output) {}

    /** One of {@link OtherPrograms}. */
    public static Tool require(String name) {
        return new Tool(OtherPrograms.require(name));
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
