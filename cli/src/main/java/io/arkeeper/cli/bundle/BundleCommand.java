package io.arkeeper.cli.bundle;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about the bundle. */
@Command(
        name = "bundle",
        description = "Carry the image, the chart and this command to where the internet does not reach.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class BundleCommand implements Runnable {

    @Spec
    CommandSpec spec;

    private BundleCommand() {}

    /**
     * The group with its commands.
     *
     * @param state where uploads that are under way are remembered
     * @param input what the user types
     * @param isTerminal whether a line that was printed can be printed anew
     */
    public static CommandLine with(Map<String, String> environment, Path state, InputStream input, boolean isTerminal) {
        return new CommandLine(new BundleCommand())
                .addSubcommand(new PushCommand(environment, state, input, isTerminal))
                .addSubcommand(new LoadCommand(environment))
                .addSubcommand(new ServeCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
