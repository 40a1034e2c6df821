package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class ShortErrorsTest {

    private final StringWriter err = new StringWriter();

    @Test
    void aFullDiskIsNoBug() {
        assertThat(run(new IOException("No space left on device"))).isEqualTo(ExitCode.CANNOT_RUN_HERE);
        assertThat(err)
                .hasToString("error: No space left on device; free some where this command writes, and run it again%n"
                        .formatted());
    }

    @Test
    void whatNobodyExpectedIs() {
        assertThat(run(new IOException("odd"))).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(err.toString()).contains("unexpected: java.io.IOException: odd", "This is a bug of Arkeeper's.");
    }

    private int run(IOException failure) {
        return new CommandLine(new Failing(failure))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(new ShortErrors())
                .execute();
    }

    @Command(name = "failing")
    private record Failing(IOException failure) implements Callable<Integer> {

        @Override
        public Integer call() throws IOException {
            throw failure;
        }
    }
}
