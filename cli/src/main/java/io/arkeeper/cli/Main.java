package io.arkeeper.cli;

import io.arkeeper.cli.bundle.BundleCommand;
import io.arkeeper.cli.bundle.BundleSources;
import io.arkeeper.cli.bundle.FarSide;
import io.arkeeper.cli.bundle.Passwords;
import io.arkeeper.cli.image.ImageCommand;
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
        System.exit(commandLine(Surroundings.ofThisProcess()).execute(arguments));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        ShortErrors errors = new ShortErrors();
        return new CommandLine(new Main())
                .setCommandName(surroundings.installation().command())
                .addSubcommand(new UpCommand(surroundings))
                .addSubcommand(new DownCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new DrillCommand(surroundings))
                .addSubcommand(new PreflightCommand(surroundings))
                .addSubcommand(new InstallCommand(surroundings))
                .addSubcommand(new UpgradeCommand(surroundings))
                .addSubcommand(new RollCommand(surroundings))
                .addSubcommand(new UninstallCommand(surroundings))
                .addSubcommand(new DoctorCommand(surroundings))
                .addSubcommand(new RecoverCommand(surroundings))
                .addSubcommand(MemberCommand.with(surroundings))
                .addSubcommand(new TemplateCommand(surroundings))
                .addSubcommand(
                        ImageCommand.with(surroundings.installation().member().home(), System.getenv()))
                .addSubcommand(BundleCommand.with(
                        BundleSources.of(System.getProperties()),
                        Passwords.ofThisProcess(),
                        new FarSide(
                                System.getenv(),
                                surroundings.state().directory(),
                                surroundings.input(),
                                surroundings.isTerminal())))
                .registerConverter(ReleaseName.class, ReleaseName::new)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
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
