package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.PodCondition;
import io.arkeeper.cli.kube.PodCondition.Crashing;
import io.arkeeper.cli.kube.PodCondition.Serves;
import io.arkeeper.cli.kube.PodView;
import io.arkeeper.cli.kube.Questions;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.kube.WriteCheck;
import io.arkeeper.cli.local.Counted;
import io.arkeeper.cli.local.MemberExit;
import io.arkeeper.cli.local.MemberView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Shows how the members of a release in a cluster get on, until they serve or never will. */
final class ClusterWatch {

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final String WRITTEN = "arkeeper-write-check-";

    private final Connection connection;
    private final ReleaseName name;
    private final Surroundings surroundings;
    private final PrintWriter out;
    private final Stopwatch stopwatch;
    private final Set<String> replaced = new HashSet<>();
    private OptionalInt expected = OptionalInt.empty();

    ClusterWatch(
            Connection connection, ReleaseName name, Surroundings surroundings, PrintWriter out, Stopwatch stopwatch) {
        this.connection = connection;
        this.name = name;
        this.surroundings = surroundings;
        this.out = out;
        this.stopwatch = stopwatch;
    }

    /** Ends with a sentence where somebody else sets another number of voters meanwhile. */
    ClusterWatch expecting(int servers) {
        expected = OptionalInt.of(servers);
        return this;
    }

    /** Until all members are ready and a write was acknowledged; the write is tried as soon as there is a quorum. */
    int untilItServes(Duration patience) throws InterruptedException {
        Stopwatch waiting = Stopwatch.sinceNow();
        LiveLines lines = new LiveLines(out, surroundings.isTerminal(), stopwatch);
        Optional<CompletableFuture<Written>> write = Optional.empty();
        while (true) {
            Snapshot now = connection.snapshots(name).progress();
            List<PodCondition> conditions = now.conditions();
            lines.show(lines(now, conditions));
            refuseOtherNumber(now);
            replaceStuck(now, lines);
            if (write.isEmpty() && now.isNoticed() && now.updating().isEmpty()) {
                write = now.health().leader().map(leader -> Questions.ask(() -> write(leader)));
            }
            if (now.isSettled() && write.isPresent()) {
                Written written = Questions.answer(write.get());
                if (written.acknowledged()) {
                    return tell(now, written);
                }
                write = Optional.empty(); // the leader has changed meanwhile, perhaps
            }
            refuseHopeless(now, conditions);
            if (waiting.elapsed().compareTo(patience) > 0) {
                throw tooLate(now, patience);
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private List<String> lines(Snapshot now, List<PodCondition> conditions) {
        List<String> lines =
                new ArrayList<>(conditions.stream().map(ClusterWatch::line).toList());
        membership(now).ifPresent(lines::add);
        return lines;
    }

    /** What the leader does about the membership, while that is not as it should be. */
    private Optional<String> membership(Snapshot now) {
        return connection.snapshots(name).membership(now).map(told -> "membership: " + told.reason());
    }

    private void refuseOtherNumber(Snapshot now) {
        if (expected.isPresent() && now.isInstalled() && now.servers() != expected.getAsInt()) {
            throw new CommandFailure(
                    ExitCode.ALREADY_RUNNING,
                    "%s is to have %s by now and no longer %d: somebody else has changed it meanwhile; '%s' shows how it goes on"
                            .formatted(name, Counted.of(now.servers(), "voter"), expected.getAsInt(), line("status")));
        }
    }

    private void replaceStuck(Snapshot now, LiveLines lines) {
        for (PodView pod : now.stuck()) {
            if (replaced.add(pod.uid())) {
                connection
                        .cluster()
                        .delete("/api/v1/namespaces/%s/pods/%s".formatted(connection.namespace(), pod.name()));
                lines.settle();
                out.printf(
                        "%7s  deleted %s: it is of an earlier revision and could not come up%n", stopwatch, pod.name());
            }
        }
    }

    /**
     * A write that was tried.
     *
     * @param at when it was done
     */
    private record Written(String through, boolean acknowledged, String at) {}

    private Written write(MemberView leader) {
        String pod = leader.name();
        String node = WRITTEN + Long.toHexString(System.nanoTime());
        boolean acknowledged = new WriteCheck(connection.cluster(), connection.namespace())
                .writeThrough(pod, leader.controlPort(), node);
        return new Written(pod, acknowledged, stopwatch.toString());
    }

    private int tell(Snapshot now, Written written) {
        out.printf("%7s  a write through %s was acknowledged%n", written.at(), written.through());
        out.println(now.health().sentence());
        out.printf(
                "Clients connect to %s:%d.%n",
                service(now), now.set().orElseThrow().clientPort());
        out.printf("Look at it with '%s', try its failover with '%s'.%n", line("status"), line("drill"));
        out.flush();
        return ExitCode.OK;
    }

    private static String service(Snapshot now) {
        return now.set().orElseThrow().name() + "." + now.namespace() + ".svc";
    }

    private static String line(PodCondition condition) {
        return "%s  %s%s"
                .formatted(condition.pod(), condition instanceof Serves ? "ready: " : "", condition.sentence());
    }

    private void refuseHopeless(Snapshot now, List<PodCondition> conditions) {
        List<String> old = now.updating().orElse(List.of()); // these are replaced
        for (PodCondition condition : conditions) {
            if (condition instanceof Crashing crashing && !old.contains(crashing.pod())) {
                Optional<MemberExit> exit = MemberExit.ofCode(crashing.last().exitCode());
                if (exit.isPresent()) {
                    throw new CommandFailure(
                            ExitCode.MEMBER_FAILED,
                            "%s %s; starting it again does not mend that, '%s' says what does"
                                    .formatted(crashing.pod(), crashing.sentence(), line("doctor")));
                }
            }
        }
    }

    private CommandFailure tooLate(Snapshot now, Duration patience) {
        List<String> behind = now.conditions().stream()
                .filter(condition -> !(condition instanceof Serves))
                .map(ClusterWatch::line)
                .toList();
        List<String> sentences = new ArrayList<>(behind);
        membership(now).ifPresent(sentences::add);
        sentences.add("not all members were ready within %d s; '%s' says what to do, and the same command goes on"
                .formatted(patience.toSeconds(), line("doctor")));
        return new CommandFailure(ExitCode.TOO_LATE, sentences);
    }

    private String line(String command) {
        return surroundings.installation().line(command + " " + name + connection.options());
    }
}
