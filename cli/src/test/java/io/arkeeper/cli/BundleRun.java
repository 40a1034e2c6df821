package io.arkeeper.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** One run of a group of commands with the program's own handling of errors. */
public record BundleRun(int exitCode, String out, String err) {

    public static BundleRun of(CommandLine group, Object... arguments) {
        ShortErrors errors = new ShortErrors();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = group.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
        return new BundleRun(exitCode, out.toString(), err.toString());
    }
}
