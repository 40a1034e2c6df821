package io.arkeeper.cli.bundle;

import io.arkeeper.cli.Subcommands;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about the file that crosses the gap. */
@Command(
        name = "bundle",
        description =
                "Make, sign, verify, scan, push, load and serve the one file that has everything an offline site needs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class BundleCommand implements Runnable {

    @Spec
    CommandSpec spec;

    private BundleCommand() {}

    /** The group with its commands. */
    public static CommandLine with(BundleSources sources, Passwords passwords, FarSide farSide) {
        return with(sources, passwords, farSide, List.of());
    }

    /** @param arguments what is going to be executed; without them every command is there */
    public static CommandLine with(
            BundleSources sources, Passwords passwords, FarSide farSide, List<String> arguments) {
        return new Subcommands()
                .with("create", BundleCreateCommand.class, () -> new BundleCreateCommand(sources, passwords))
                .with("verify", BundleVerifyCommand.class, BundleVerifyCommand::new)
                .with("inspect", BundleInspectCommand.class, BundleInspectCommand::new)
                .with("scan", BundleScanCommand.class, BundleScanCommand::new)
                .with("diff", BundleDiffCommand.class, BundleDiffCommand::new)
                .with("apply", BundleApplyCommand.class, BundleApplyCommand::new)
                .with("sign", BundleSignCommand.class, () -> new BundleSignCommand(passwords))
                .with("keygen", BundleKeygenCommand.class, () -> new BundleKeygenCommand(passwords))
                .with("push", PushCommand.class, () -> new PushCommand(farSide))
                .with("load", LoadCommand.class, () -> new LoadCommand(farSide))
                .with("serve", ServeCommand.class, ServeCommand::new)
                .addTo(new CommandLine(new BundleCommand()), arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
