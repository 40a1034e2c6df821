package io.arkeeper.cli;

import io.arkeeper.cli.bundle.BundleCommand;
import io.arkeeper.cli.bundle.BundleSources;
import io.arkeeper.cli.bundle.FarSide;
import io.arkeeper.cli.bundle.Passwords;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;

/** One run of {@code arkeeper bundle} in this process: what it ended with and what it printed. */
public record FarSideRun(int exitCode, String out, String err) {

    /** Runs it to its end. */
    public static FarSideRun of(
            Map<String, String> environment, Path state, InputStream input, List<String> arguments) {
        return of(new StringWriter(), environment, state, input, arguments);
    }

    /** For one that somebody else waits for: {@code out} has what it has printed so far. */
    public static FarSideRun of(
            StringWriter out, Map<String, String> environment, Path state, InputStream input, List<String> arguments) {
        StringWriter err = new StringWriter();
        ShortErrors errors = new ShortErrors();
        CommandLine command = BundleCommand.with(
                        BundleSources.of(new Properties()),
                        Passwords.ofThisProcess(),
                        new FarSide(environment, state, input, false))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = command.execute(arguments.toArray(String[]::new));
        return new FarSideRun(exitCode, out.toString(), err.toString());
    }
}
