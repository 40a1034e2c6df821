package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.ChartSecrets;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.PodView;
import io.arkeeper.cli.kube.RestartCheck;
import io.arkeeper.cli.kube.ScaleCheck;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.kube.UpgradePlan;
import io.arkeeper.cli.kube.preflight.Check;
import io.arkeeper.cli.kube.preflight.Requirements;
import io.arkeeper.cli.local.Counted;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.local.release.HelmReleases;
import io.arkeeper.cli.local.release.HelmReleases.HelmFailure;
import io.arkeeper.cli.local.release.Tree;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Changes the values of a release with Helm: plans it, refuses what cannot work, and carries it out. */
final class ReleaseChange {

    private final Connection connection;
    private final ReleaseName name;
    private final Surroundings surroundings;
    private final PrintWriter out;
    private final Stopwatch stopwatch;
    private final Supplier<ChartRenderer> chart;

    ReleaseChange(
            Connection connection,
            ReleaseName name,
            Surroundings surroundings,
            PrintWriter out,
            Stopwatch stopwatch,
            Supplier<ChartRenderer> chart) {
        this.connection = connection;
        this.name = name;
        this.surroundings = surroundings;
        this.out = out;
        this.stopwatch = stopwatch;
        this.chart = chart;
    }

    /** A change that can work. */
    final class Planned {

        private final ChartValues values;
        private final UpgradePlan plan;
        private final HelmRelease release;
        private final Snapshot now;
        private final List<Check> checks;

        private Planned(ChartValues values, UpgradePlan plan, HelmRelease release, Snapshot now, List<Check> checks) {
            this.values = values;
            this.plan = plan;
            this.release = release;
            this.now = now;
            this.checks = checks;
        }

        UpgradePlan plan() {
            return plan;
        }

        boolean isNeeded() {
            return !plan.isEmpty()
                    || hasOtherValues()
                    || !release.isDeployed()
                    || !now.edits().isEmpty()
                    || interrupted().isPresent();
        }

        /** What keeps members that are still to come from finding a node: they would be waited for in vain. */
        List<String> misfits() {
            return checks.stream()
                    .filter(Check.Fail.class::isInstance)
                    .map(check -> check.subject() + ": " + check.sentence())
                    .toList();
        }

        /** Also those that no object shows, such as the ones of `helm test`: Helm is to know them next time. */
        private boolean hasOtherValues() {
            return !values.equalsTo(release.values());
        }

        private Optional<HelmRelease> interrupted() {
            return now.release().filter(HelmRelease::isPending);
        }

        void show() {
            interrupted()
                    .ifPresent(left -> out.printf(
                            "a change was begun at %s and has not ended; this goes on over it%n", left.changedAt()));
            now.edits().forEach(edit -> out.printf("edited by hand, will be as in the chart again: %s%n", edit.path()));
            (isNeeded() ? plan.lines() : List.of("nothing changes")).forEach(out::println);
            if (plan.isEmpty() && hasOtherValues()) {
                out.println("the values are noted, no object changes by them");
            }
            checks.stream()
                    .filter(check -> !(check instanceof Check.Ok))
                    .forEach(check -> out.println(check.subject() + ": " + check.sentence()));
            now.clocksApart().ifPresent(apart -> out.println(apart + "; let all nodes ask the same time server."));
            out.flush();
        }

        void carryOut() throws InterruptedException {
            HelmReleases helm = new HelmReleases(
                    surroundings.installation().chart(),
                    surroundings.installation().helmLibrary(),
                    connection.kubeconfig().document());
            unlock();
            try {
                helm.upgrade(name.text(), connection.namespace(), values);
            } catch (HelmFailure e) {
                if (!e.isBySomebodyElse()) {
                    throw e;
                }
                unlock(); // two began at the same moment: the later one has the last word
                helm.upgrade(name.text(), connection.namespace(), values);
            }
        }
    }

    /** @throws CommandFailure where the change cannot work, before anything was changed */
    Planned plan(HelmRelease release, ChartValues values) {
        String manifest = chart.get().render(name.text(), connection.namespace(), values);
        Manifest after = Manifest.of(manifest);
        Snapshot now = connection.snapshots(name).read();
        Manifest before = Manifest.of(release.manifest());
        UpgradePlan plan = UpgradePlan.of(
                before,
                after,
                ChartSecrets.due(before, after, secret -> secret(secret, before), Instant.now()),
                mayHaveFormed(now));
        if (!plan.refusals().isEmpty()) {
            throw new CommandFailure(ExitCode.BAD_INPUT, plan.refusals());
        }
        List<Check> secrets = PreflightCommand.secrets(connection, name, after);
        refuseUnusable(secrets);
        int servers = after.statefulSet()
                .map(set -> set.tree("spec").number("replicas", 1))
                .orElse(0);
        boolean comesBack = now.servers() == 0 && plan.scaling().isEmpty(); // from zero to what it was
        if (now.isInstalled() && now.servers() != servers && !comesBack) {
            refuseUnsafe(now, servers);
            refuseRestartsMeanwhile(now, servers, plan);
            refuseBlindDepartures(now, servers, before);
        }
        if (now.release().filter(HelmRelease::isPending).isEmpty()) { // else those who are away may be its doing
            refuseRestarts(now, plan);
        }
        List<Check> checks = new ArrayList<>(secrets);
        checks.addAll(placement(now, after));
        return new Planned(values, plan, release, now, checks);
    }

    /** Only where somebody is still to come. */
    private List<Check> placement(Snapshot now, Manifest after) {
        List<String> members = Requirements.of(name.text(), after).pods();
        Map<String, String> hosts = now.pods().stream()
                .filter(pod -> members.contains(pod.name()) && pod.node().isPresent())
                .collect(Collectors.toMap(PodView::name, pod -> pod.node().orElseThrow()));
        return hosts.size() == members.size()
                ? List.of()
                : PreflightCommand.placement(connection, name, after, Set.copyOf(hosts.values()));
    }

    /** Where nobody answers nobody knows, and what is on the disks counts again once they start. */
    private static boolean mayHaveFormed(Snapshot now) {
        return now.config().isPresent() || now.members().isEmpty();
    }

    /** As it is in the cluster; as Helm has it where the user may not look. */
    private Optional<Tree> secret(String secret, Manifest before) {
        try {
            return connection
                    .cluster()
                    .get("/api/v1/namespaces/%s/secrets/%s".formatted(connection.namespace(), secret));
        } catch (ClusterFailure e) {
            if (e.kind() == ClusterFailure.Kind.FORBIDDEN) {
                return Optional.ofNullable(before.objects().get("Secret/" + secret));
            }
            throw e;
        }
    }

    /** A member that starts with a Secret it cannot use ends, and the rollout stops there. */
    private static void refuseUnusable(List<Check> secrets) {
        List<String> unusable = secrets.stream()
                .filter(Check.Fail.class::isInstance)
                .map(check -> check.subject() + ": " + check.sentence() + "; nothing was changed")
                .toList();
        if (!unusable.isEmpty()) {
            throw new CommandFailure(ExitCode.BAD_INPUT, unusable);
        }
    }

    private void refuseUnsafe(Snapshot now, int servers) {
        if (ScaleCheck.isInTheDark(now)) {
            throw unsafe(ExitCode.NO_QUORUM, servers, "No member answers, so nobody knows who votes.");
        }
        boolean hasFormed = now.config().isPresent();
        if (hasFormed && !now.health().hasQuorum()) {
            throw unsafe(ExitCode.NO_QUORUM, servers, now.sentence());
        }
        ScaleCheck.obstacle(now, servers).ifPresent(obstacle -> {
            throw unsafe(ExitCode.BAD_INPUT, servers, obstacle + ".");
        });
    }

    /** Those that stay are needed while others leave. */
    private void refuseRestartsMeanwhile(Snapshot now, int servers, UpgradePlan plan) {
        plan.restarts().stream().findFirst().ifPresent(first -> ScaleCheck.obstacle(now, servers, Set.of(first))
                .ifPresent(obstacle -> {
                    throw new CommandFailure(
                            ExitCode.NO_SPARE,
                            ("%s cannot have %s and restart %s at the same time: %s. Give two commands, one after the other;"
                                            + " nothing was changed")
                                    .formatted(name, Counted.of(servers, "voter"), first, obstacle));
                }));
    }

    /** Whoever leaves must be able to ask whether it does. */
    private void refuseBlindDepartures(Snapshot now, int servers, Manifest before) {
        if (before.statefulSet()
                .filter(set -> set.tree("spec").tree("template").tree("spec").isTrue("automountServiceAccountToken"))
                .isPresent()) {
            return;
        }
        Set<String> leaving = now.set().stream()
                .flatMap(set -> set.podNames().stream().skip(servers))
                .collect(Collectors.toSet());
        ScaleCheck.obstacle(now, servers, leaving).ifPresent(obstacle -> {
            throw new CommandFailure(
                    ExitCode.NO_SPARE,
                    ("%s cannot have %s now: without rbac.create members cannot ask whether they leave and may end with"
                                    + " their votes, and %s. Set rbac.create to true first, or take fewer at once; nothing was"
                                    + " changed")
                            .formatted(name, Counted.of(servers, "voter"), obstacle));
        });
    }

    private void refuseRestarts(Snapshot now, UpgradePlan plan) {
        RestartCheck.obstacle(now, plan.restarts()).ifPresent(obstacle -> {
            throw new CommandFailure(
                    ExitCode.NO_SPARE,
                    "%s cannot be restarted now: %s. Mend that first, '%s' says how; nothing was changed"
                            .formatted(name, obstacle, doctor()));
        });
    }

    private String doctor() {
        return surroundings.installation().line("doctor " + name + connection.options());
    }

    private CommandFailure unsafe(int exitCode, int servers, String why) {
        return new CommandFailure(
                exitCode,
                "%s cannot have %s now: %s Mend that first, '%s' says how; nothing was changed"
                        .formatted(name, Counted.of(servers, "voter"), why, doctor()));
    }

    ClusterWatch watch() {
        return new ClusterWatch(connection, name, surroundings, out, stopwatch);
    }

    private void say(String sentence) {
        out.println(sentence);
        out.flush();
    }

    /** The release once nobody is at it any more, as it was before a change that was interrupted. */
    HelmRelease settled() throws InterruptedException {
        HelmRelease release = installed(connection.whenNobodyIsAtIt(name, this::sayWaiting));
        return switch (release.remedy()) {
            case UNINSTALL -> throw notInstalled(release, "uninstall");
            case INSTALL -> {
                if (release.isPending() || release.isUninstalled()) {
                    throw notInstalled(release, "install");
                }
                yield release; // what failed can be upgraded as well
            }
            case UPGRADE, NONE -> {
                HelmRelease ended = release.isPending()
                        ? installed(connection.snapshots(name).endedRelease())
                        : release;
                if (ended.isUninstalled()) {
                    throw notInstalled(release, "uninstall"); // and nothing that an upgrade could start from
                }
                yield ended;
            }
        };
    }

    private CommandFailure notInstalled(HelmRelease release, String command) {
        return new CommandFailure(
                ExitCode.NOT_RUNNING,
                "%s is not installed: %s Go on with '%s'"
                        .formatted(
                                name,
                                release.trouble().orElse(""),
                                surroundings.installation().line(command + " " + name + connection.options())));
    }

    /** Takes away what an interrupted change has left half-way: Helm refuses to go on over it. */
    private void unlock() throws InterruptedException {
        connection
                .whenNobodyIsAtIt(name, this::sayWaiting)
                .filter(HelmRelease::isPending)
                .ifPresent(left -> connection.cluster().delete(left.secret(connection.namespace(), name.text())));
    }

    private void sayWaiting(HelmRelease release) {
        say("another change of %s was begun at %s; waiting for it".formatted(name, release.changedAt()));
    }

    private HelmRelease installed(Optional<HelmRelease> release) {
        return release.orElseThrow(() -> new CommandFailure(
                ExitCode.NOT_RUNNING,
                ("Helm knows no %s in %s: it is not installed, or was applied by something else, or you may"
                                + " not read Secrets; install it with '%s'")
                        .formatted(
                                name,
                                connection.place(),
                                surroundings.installation().line("install " + name + connection.options()))));
    }

    /** What the user gave at earlier times. */
    static String values(HelmRelease release) {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(release.values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
