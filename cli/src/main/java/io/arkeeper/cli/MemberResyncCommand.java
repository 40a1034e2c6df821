package io.arkeeper.cli;

import io.arkeeper.cli.MemberDisks.Self;
import io.arkeeper.cli.local.HttpGet;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resync",
        description = {
            "Have one member put its data aside and be filled again by the leader.",
            "",
            "For a member whose database is damaged. Until it is synced it has no vote, so the member refuses where the"
                    + " others are no quorum without it, and while nobody serves. What it held stays on its volume"
                    + " (set-aside/) until its next resync.",
            "",
            Place.RULE
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it serves again",
            "1:a bug of Arkeeper's",
            "2:a pod, a name, options or a kubeconfig that cannot be used",
            "3:refused: the others would be no quorum, or nobody serves",
            "5:not running, or not installed",
            "10:it does not serve in time",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class MemberResyncCommand extends ReleaseCommand {

    private static final long LOOK_EVERY_MILLIS = 200;

    @Parameters(index = "0", paramLabel = "POD", description = "The pod, or its ordinal.")
    String pod;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait until it serves again (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    @Mixin
    PlaceOptions where = new PlaceOptions();

    MemberResyncCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (MemberDoor door = Doors.open(surroundings, name, where)) {
            return resync(door);
        }
    }

    int resync(MemberDoor door) throws InterruptedException {
        String named = door.pods().stream()
                .filter(known -> known.equals(pod) || known.endsWith("-" + pod))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "no member is called %s, there are %s".formatted(pod, String.join(", ", door.pods()))));
        MemberDisks disks = new MemberDisks(door);
        Self before = disks.self(named)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_RUNNING,
                        "%s does not answer; its process must run to be told anything".formatted(named)));
        HttpGet.Answer answer = door.tell(named, before.controlPort(), "/resync", "");
        if (!answer.isSuccess()) {
            throw new CommandFailure(
                    answer.status() == 0 ? ExitCode.NOT_RUNNING : ExitCode.NO_SPARE,
                    "%s: %s".formatted(named, answer.body().strip()));
        }
        say("%s puts its data aside: %s".formatted(named, answer.body().strip()));
        awaitService(disks, named, before);
        say("%s serves again".formatted(named));
        return ExitCode.OK;
    }

    private void awaitService(MemberDisks disks, String named, Self before) throws InterruptedException {
        Stopwatch waiting = Stopwatch.sinceNow();
        Optional<Self> now = disks.self(named);
        while (now.filter(self -> self.ready() && !self.startedAt().equals(before.startedAt()))
                .isEmpty()) {
            if (waiting.elapsed().toSeconds() > timeoutSeconds) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "%s does not serve within %d s: %s; it goes on by itself, look with `status`"
                                .formatted(
                                        named,
                                        timeoutSeconds,
                                        now.map(Self::reason).orElse("it does not answer")));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            now = disks.self(named);
        }
    }

    private void say(String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(sentence);
        out.flush();
    }
}
