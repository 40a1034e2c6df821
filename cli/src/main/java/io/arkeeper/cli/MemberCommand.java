package io.arkeeper.cli;

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

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new MemberCommand())
                .addSubcommand(new MemberCheckCommand(surroundings))
                .addSubcommand(new MemberResyncCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
