package io.arkeeper.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to one member and its disk. */
@Command(
        name = "member",
        description = "Look at one member's disk, or have it filled again.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class MemberCommand implements Runnable {

    @Spec
    CommandSpec spec;

    private MemberCommand() {}

    /** @param arguments what is going to be executed; without them every command is there */
    static CommandLine with(Surroundings surroundings, List<String> arguments) {
        return new Subcommands()
                .with("check", MemberCheckCommand.class, () -> new MemberCheckCommand(surroundings))
                .with("resync", MemberResyncCommand.class, () -> new MemberResyncCommand(surroundings))
                .addTo(new CommandLine(new MemberCommand()), arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
