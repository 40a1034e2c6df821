package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.EnsembleSet;
import io.arkeeper.cli.kube.PodView;
import io.arkeeper.cli.kube.RollPlan;
import io.arkeeper.cli.kube.RollPlan.Done;
import io.arkeeper.cli.kube.RollPlan.Restart;
import io.arkeeper.cli.kube.RollPlan.Wait;
import io.arkeeper.cli.kube.Snapshot;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "roll",
        description = {
            "Restart every member in the cluster once: observers first, then followers, the leader last, each only while all others serve.",
            "",
            "Pods are evicted, so the PodDisruptionBudget is kept. Which are still to be restarted is noted on the"
                    + " StatefulSet: after an interruption `status` tells of it, and the same command goes on."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every member was restarted, and all serve",
            "1:a bug of Arkeeper's",
            "2:a name, options or a kubeconfig that cannot be used",
            "5:not installed",
            "10:a member was not back in time, or the others never served",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class RollCommand extends ReleaseCommand {

    private static final Duration LOOK_EVERY = Duration.ofMillis(150);
    private static final int TOO_MANY_REQUESTS = 429; // how the API server says that the budget is used up

    @Mixin
    ClusterOptions where = new ClusterOptions();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait for each step (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    private final Stopwatch stopwatch = Stopwatch.sinceNow();

    RollCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Connection connection = where.connect(surroundings)) {
            Snapshot start = connection.snapshots(name).read();
            if (!start.isInstalled()) {
                throw new CommandFailure(ExitCode.NOT_RUNNING, new ClusterStatus(start).sentence());
            }
            Set<String> old = old(connection, start);
            restartAll(connection, old);
            note(connection, start, null);
            say("every member was restarted, and all serve");
            return ExitCode.OK;
        }
    }

    /** The pods to restart: those of a roll that was interrupted, otherwise all. */
    private Set<String> old(Connection connection, Snapshot start) {
        Set<String> begun = start.set().orElseThrow().rolling();
        if (!begun.isEmpty()) {
            say("going on with the roll that was begun; " + RollPlan.remaining(start, begun));
            return begun;
        }
        Set<String> all = start.pods().stream().map(PodView::uid).collect(Collectors.toCollection(TreeSet::new));
        note(connection, start, String.join(",", all));
        return all;
    }

    private void note(Connection connection, Snapshot now, String pods) {
        Map<String, Object> annotation = new HashMap<>();
        annotation.put(EnsembleSet.ROLL, pods);
        connection
                .cluster()
                .patch(
                        now.set().orElseThrow().path(connection.namespace()),
                        Map.of("metadata", Map.of("annotations", annotation)));
    }

    private void restartAll(Connection connection, Set<String> old) throws InterruptedException {
        Stopwatch sinceProgress = Stopwatch.sinceNow();
        String told = "";
        while (true) {
            Snapshot now = connection.snapshots(name).progress();
            String reason;
            switch (RollPlan.next(now, old)) {
                case Done done -> {
                    return;
                }
                case Restart restart -> {
                    if (evict(connection, restart.pod())) {
                        say("restarting %s, %s".formatted(restart.pod(), restart.why()));
                        sinceProgress = Stopwatch.sinceNow();
                        awaitEnd(connection, now, restart.pod());
                    }
                    reason = "the PodDisruptionBudget does not let %s go yet".formatted(restart.pod());
                }
                case Wait wait -> reason = wait.reason();
            }
            if (!reason.equals(told) && surroundings.isTerminal()) {
                say(reason);
                told = reason;
            }
            if (sinceProgress.elapsed().toSeconds() > timeoutSeconds) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "waited %d s: %s; mend that ('%s' says how) and give the same command again to go on"
                                .formatted(
                                        timeoutSeconds,
                                        reason,
                                        surroundings.installation().line("doctor " + name + connection.options())));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static boolean evict(Connection connection, String pod) {
        try {
            connection
                    .cluster()
                    .post(
                            "/api/v1/namespaces/%s/pods/%s/eviction".formatted(connection.namespace(), pod),
                            Map.of(
                                    "apiVersion", "policy/v1",
                                    "kind", "Eviction",
                                    "metadata", Map.of("name", pod, "namespace", connection.namespace())));
            return true;
        } catch (ClusterFailure e) {
            if (e.code() == TOO_MANY_REQUESTS) {
                return false;
            }
            throw e;
        }
    }

    /** An evicted pod may look well for a moment; what is decided next must not rest on that. */
    private void awaitEnd(Connection connection, Snapshot before, String pod) throws InterruptedException {
        String uid = before.pod(pod).map(PodView::uid).orElse("");
        Stopwatch waiting = Stopwatch.sinceNow();
        while (waiting.elapsed().toSeconds() <= timeoutSeconds) {
            List<PodView> pods = connection.snapshots(name).progress().pods();
            if (pods.stream().noneMatch(found -> found.uid().equals(uid))) {
                return;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private void say(String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%7s  %s%n", stopwatch, sentence);
        out.flush();
    }
}
