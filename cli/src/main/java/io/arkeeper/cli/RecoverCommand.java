package io.arkeeper.cli;

import io.arkeeper.core.database.Zxid;
import io.arkeeper.core.recovery.DiskSummary;
import io.arkeeper.core.recovery.DiskWord;
import io.arkeeper.core.recovery.DiskWord.Empty;
import io.arkeeper.core.recovery.DiskWord.Holds;
import io.arkeeper.core.recovery.DiskWord.Silent;
import io.arkeeper.core.recovery.RecoveryPlan;
import io.arkeeper.core.recovery.RecoveryPlan.Reform;
import io.arkeeper.core.recovery.RecoveryPlan.Refuse;
import io.arkeeper.core.recovery.Words;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "recover",
        description = {
            "Form an ensemble that lost the majority of its disks again, from the best disk that is left.",
            "",
            "Shows what each disk holds, and asks. The disk that is taken is copied first; what the others hold is put"
                    + " aside, not deleted. Refused while anybody serves or a quorum is still possible, and where another"
                    + " disk holds anything newer. After an interruption the same command goes on.",
            "",
            Place.RULE
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all members serve again",
            "1:a bug of Arkeeper's",
            "2:it is refused, was not confirmed, or options or a kubeconfig cannot be used",
            "4:no disk that is left can be used",
            "5:not running, or not installed",
            "10:not all members serve in time",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class RecoverCommand extends ReleaseCommand {

    @Option(
            names = "--from",
            paramLabel = "POD",
            description = "Take this pod's disk (default: the one an election would prefer).")
    Optional<String> from = Optional.empty();

    @Option(
            names = "--accept-loss",
            description = "Give up transactions that another disk, or damage on this one, still holds.")
    boolean acceptLoss;

    @Option(
            names = "--lost",
            paramLabel = "POD",
            description = "This pod does not answer because its disk is gone for good; it must never come back with"
                    + " its old data. Can be given several times.")
    List<String> lost = new ArrayList<>();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait for each step (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    @Mixin
    PlaceOptions where = new PlaceOptions();

    RecoverCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (MemberDoor door = Doors.open(surroundings, name, where)) {
            return recover(door);
        }
    }

    int recover(MemberDoor door) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        MemberDisks disks = new MemberDisks(door);
        SortedMap<String, DiskWord> found = disks.read();
        out.print(table(found));
        out.flush();
        return switch (RecoveryPlan.of(found, new Words(from, acceptLoss, Set.copyOf(lost)))) {
            case Refuse refuse -> throw new CommandFailure(exitCode(refuse), refuse.why());
            case Reform reform -> {
                if (yes) {
                    out.println(consequence(reform)); // what was given up belongs into a script's log as well
                } else {
                    new Confirmation(out, surroundings.input()).require(consequence(reform));
                }
                new Recovery(door, disks, Duration.ofSeconds(timeoutSeconds), this::say).carryOut(reform);
                yield ExitCode.OK;
            }
        };
    }

    private static int exitCode(Refuse refuse) {
        return switch (refuse.kind()) {
            case NOTHING_LEFT -> ExitCode.NO_QUORUM;
            case NOT_NEEDED, WORD_MISSING, WRONG_WORD -> ExitCode.BAD_INPUT;
        };
    }

    private static String table(SortedMap<String, DiskWord> found) {
        TextTable table = new TextTable(List.of("MEMBER", "DISK", "EPOCH", "GOOD UP TO", "OF"));
        found.forEach((pod, word) -> table.row(row(pod, word)));
        return table.toString();
    }

    private static List<String> row(String pod, DiskWord word) {
        return switch (word) {
            case Silent silent -> List.of(pod, "unknown: " + silent.reason(), "", "", "");
            case Empty empty -> List.of(pod, "empty", "", "", "");
            case Holds holds -> holds.serving() ? List.of(pod, "serves", "", "", "") : row(pod, holds.disk());
        };
    }

    private static List<String> row(String pod, DiskSummary disk) {
        return List.of(
                pod,
                disk.damage().map(damage -> "damaged, " + damage).orElse("data"),
                Long.toString(disk.currentEpoch()),
                Zxid.text(disk.restorable()),
                disk.lastAt().map(Object::toString).orElse("?"));
    }

    private static String consequence(Reform reform) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("%s becomes the only voter, with its data up to %s; a copy of it is kept on its volume (backup/)."
                .formatted(reform.from().pod(), Zxid.text(reform.from().restorable())));
        if (!reform.setAside().isEmpty()) {
            lines.add("What %s %s is put aside there (set-aside/)."
                    .formatted(
                            reform.setAside().stream().map(DiskSummary::pod).collect(Collectors.joining(", ")),
                            reform.setAside().size() == 1 ? "holds" : "hold"));
        }
        lines.add("The others are synced from it and get their votes back one by one.");
        lines.add("Writes that were acknowledged by the lost disks alone are gone.");
        reform.losses().forEach(loss -> lines.add("GIVEN UP: " + loss + "."));
        return String.join(System.lineSeparator(), lines);
    }

    private void say(String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(sentence);
        out.flush();
    }
}
