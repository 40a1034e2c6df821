package io.arkeeper.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = {
            "Read snapshots and transaction logs from beginning to end, and say which file is damaged at which byte.",
            "",
            "Says up to which transaction the data is good, and what would be lost. It changes nothing, and needs little"
                    + " memory however large the data is. In a pod: kubectl exec POD -- /opt/java/bin/java"
                    + " @/opt/arkeeper/client.args io.arkeeper.member.Main check",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of it is as it was written; what an interruption left behind is no damage",
            "1:a bug of Arkeeper's",
            "2:a directory or options that cannot be used",
            "7:a file cannot be read, or the member's program is missing",
            "11:damaged"
        })
final class MemberCheckCommand implements Callable<Integer> {

    private static final String PROGRAM = "io.arkeeper.member.Main";
    private static final int MEMBERS_BAD_INPUT = 2;
    private static final int MEMBERS_CANNOT_READ = 5;
    private static final int MEMBERS_DAMAGED = 6;

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "A member's volume, a classic dataDir, or a version-2.")
    List<Path> directories;

    @Option(
            names = "--txn-log",
            paramLabel = "DIR",
            description = "Where the transaction log is, if it has a volume of its own.")
    Optional<Path> txnLog = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format;

    @Spec
    CommandSpec spec;

    private final Surroundings surroundings;

    MemberCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation = surroundings.installation();
        if (!installation.member().isBuilt()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    "the member is not in %s; build it with 'make build', or start this program with ./arkeeper"
                            .formatted(installation.member().home()));
        }
        List<String> command = new ArrayList<>(installation.member().java(List.of("-Xmx128m")));
        command.addAll(List.of(PROGRAM, "check", "-o", format.name()));
        txnLog.ifPresent(directory -> command.addAll(List.of("--txn-log", directory.toString())));
        directories.forEach(directory -> command.add(directory.toString()));
        Process process = new ProcessBuilder(command).start();
        PrintWriter err = spec.commandLine().getErr();
        Thread errors = Thread.ofVirtual().start(() -> copy(process.errorReader(), err));
        copy(process.inputReader(), spec.commandLine().getOut());
        errors.join();
        return exitCode(process.waitFor());
    }

    private static void copy(BufferedReader lines, PrintWriter target) {
        lines.lines().forEach(target::println);
        target.flush();
    }

    private static int exitCode(int ofTheMember) {
        return switch (ofTheMember) {
            case ExitCode.OK -> ExitCode.OK;
            case MEMBERS_BAD_INPUT -> ExitCode.BAD_INPUT;
            case MEMBERS_CANNOT_READ -> ExitCode.CANNOT_RUN_HERE;
            case MEMBERS_DAMAGED -> ExitCode.NOT_VERIFIED;
            default -> ExitCode.UNEXPECTED;
        };
    }
}
