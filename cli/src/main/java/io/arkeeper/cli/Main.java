package io.arkeeper.cli;

import io.arkeeper.cli.bundle.BundleCommand;
import io.arkeeper.cli.bundle.BundleSources;
import io.arkeeper.cli.bundle.FarSide;
import io.arkeeper.cli.bundle.Passwords;
import io.arkeeper.cli.image.ImageCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code arkeeper} command. */
@Command(
        name = "arkeeper",
        description =
                "Highly available Apache ZooKeeper: run an ensemble here or on Kubernetes, look at it, try its failover; build"
                        + " its image and one file with all of it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    @Option(
            names = ShortErrors.STACKTRACE,
            scope = ScopeType.INHERIT,
            description = "Show where an error comes from, for bug reports.")
    boolean stacktrace;

    @Spec
    CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine(Surroundings.ofThisProcess(), arguments).execute(arguments));
    }

    /** @param arguments what is going to be executed; without them every command is there */
    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        ShortErrors errors = new ShortErrors();
        CommandLine main = new CommandLine(new Main())
                .setCommandName(surroundings.installation().command());
        return subcommands(surroundings)
                .addTo(main, List.of(arguments))
                .registerConverter(ReleaseName.class, ReleaseName::new)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    private static Subcommands subcommands(Surroundings surroundings) {
        return new Subcommands()
                .with("up", UpCommand.class, () -> new UpCommand(surroundings))
                .with("down", DownCommand.class, () -> new DownCommand(surroundings))
                .with("status", StatusCommand.class, () -> new StatusCommand(surroundings))
                .with("drill", DrillCommand.class, () -> new DrillCommand(surroundings))
                .with("zk", ZkCommand.class, () -> new ZkCommand(surroundings))
                .with("preflight", PreflightCommand.class, () -> new PreflightCommand(surroundings))
                .with("install", InstallCommand.class, () -> new InstallCommand(surroundings))
                .with("upgrade", UpgradeCommand.class, () -> new UpgradeCommand(surroundings))
                .with("scale", ScaleCommand.class, () -> new ScaleCommand(surroundings))
                .with("roll", RollCommand.class, () -> new RollCommand(surroundings))
                .with("uninstall", UninstallCommand.class, () -> new UninstallCommand(surroundings))
                .with("doctor", DoctorCommand.class, () -> new DoctorCommand(surroundings))
                .with("recover", RecoverCommand.class, () -> new RecoverCommand(surroundings))
                .group("member", MemberCommand.class, arguments -> MemberCommand.with(surroundings, arguments))
                .with("template", TemplateCommand.class, () -> new TemplateCommand(surroundings))
                .group(
                        "image",
                        ImageCommand.class,
                        arguments -> ImageCommand.with(
                                surroundings.installation().member().home(), System.getenv()))
                .group(
                        "bundle",
                        BundleCommand.class,
                        arguments -> BundleCommand.with(
                                BundleSources.of(System.getProperties()),
                                Passwords.ofThisProcess(),
                                new FarSide(
                                        System.getenv(),
                                        surroundings.state().directory(),
                                        surroundings.input(),
                                        surroundings.isTerminal()),
                                arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"arkeeper " + (version == null ? "(not packaged)" : version)};
        }
    }
}
