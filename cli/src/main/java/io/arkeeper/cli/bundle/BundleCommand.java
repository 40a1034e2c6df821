package io.arkeeper.cli.bundle;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about the file that crosses the gap. */
@Command(
        name = "bundle",
        description =
                "Make, sign, verify, push, load and serve the one file that has everything an offline site needs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class BundleCommand implements Runnable {

    @Spec
    CommandSpec spec;

    private BundleCommand() {}

    /** The group with its commands. */
    public static CommandLine with(BundleSources sources, Passwords passwords, FarSide farSide) {
        return new CommandLine(new BundleCommand())
                .addSubcommand(new BundleCreateCommand(sources, passwords))
                .addSubcommand(new BundleVerifyCommand())
                .addSubcommand(new BundleInspectCommand())
                .addSubcommand(new BundleDiffCommand())
                .addSubcommand(new BundleApplyCommand())
                .addSubcommand(new BundleSignCommand(passwords))
                .addSubcommand(new BundleKeygenCommand(passwords))
                .addSubcommand(new PushCommand(farSide))
                .addSubcommand(new LoadCommand(farSide))
                .addSubcommand(new ServeCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
