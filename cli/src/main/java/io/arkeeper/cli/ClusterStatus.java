package io.arkeeper.cli;

import io.arkeeper.cli.kube.Edit;
import io.arkeeper.cli.kube.EnsembleSet;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.PodCondition;
import io.arkeeper.cli.kube.PodCondition.Serves;
import io.arkeeper.cli.kube.PodView;
import io.arkeeper.cli.kube.RollPlan;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.Counted;
import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.MemberView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code status} says of a release in a cluster, for people as a table and for programs as JSON.
 *
 * <p>The JSON is an interface: fields are added, never renamed or removed. What is not known is left out. Fields that a
 * local ensemble has too mean the same there.
 *
 * <pre>
 * name, running              the release; whether it is installed
 * context, namespace         where it was looked for
 * sentence, remarks[], exitCode    what the table's last lines say, and what the command ends with
 * leader, voters, serving, majority, canLose, observers, observing, minAvailable, disruptionsAllowed
 * unheard[]                        voters that gave no answer in time although their pods are ready; only where there are any
 * wanted                           voters and observers there should be
 * membership                       while others belong to it than are wanted: sentence and, where the leader says so, step
 *                                  (add, remove, wait, settled), reason, target
 * chart, revision, helmStatus      what Helm knows, where it may be read
 * edited[]                         objects that are not as Helm made them
 * members[]   name, id, node, ready, role, epoch, zxid, lag, configVersion, connections, diskUsedPercent, restarts,
 *             since, reason, lastExit, lastExitReason, certificateExpires, leaving
 * </pre>
 */
final class ClusterStatus {

    private static final List<String> COLUMNS = List.of(
            "NAME",
            "NODE",
            "READY",
            "ROLE",
            "EPOCH",
            "ZXID",
            "LAG",
            "CONFIG",
            "CLIENTS",
            "DISK",
            "RESTARTS",
            "SINCE",
            "REASON");

    private final Snapshot snapshot;
    private final EnsembleHealth health;

    ClusterStatus(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.health = snapshot.health();
    }

    int exitCode() {
        if (!snapshot.isInstalled()) {
            return ExitCode.NOT_RUNNING;
        }
        if (snapshot.unheard().leaveOpen(health)) {
            return ExitCode.TOO_LATE;
        }
        if (!health.hasQuorum()) {
            return ExitCode.NO_QUORUM;
        }
        return health.canLoseOne() ? ExitCode.OK : ExitCode.NO_SPARE;
    }

    String sentence() {
        if (snapshot.isInstalled()) {
            return snapshot.sentence();
        }
        String claims = snapshot.claims().isEmpty()
                ? ""
                : " Volume claims of an earlier one are there: `install` finds its data again.";
        return "There is no %s in namespace %s of context %s.%s"
                .formatted(snapshot.name(), snapshot.namespace(), snapshot.context(), claims);
    }

    /** What else a person should know: changes that were begun and have not ended. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        snapshot.release().flatMap(HelmRelease::trouble).ifPresent(remarks::add);
        snapshot.updating()
                .ifPresent(pods -> remarks.add(
                        "Not yet of the newest revision: %s; Kubernetes is at it.".formatted(String.join(", ", pods))));
        Set<String> rolling = snapshot.set().map(EnsembleSet::rolling).orElse(Set.of());
        if (!rolling.isEmpty()) {
            remarks.add("A roll was begun and has not ended; %s. `roll` goes on."
                    .formatted(RollPlan.remaining(snapshot, rolling)));
        }
        Map<String, MemberView> members = new LinkedHashMap<>();
        snapshot.conditions().forEach(condition -> snapshot.member(condition.pod())
                .ifPresent(view -> members.put(condition.pod(), view)));
        edited().ifPresent(remarks::add);
        MembershipRemarks.of(snapshot.change()).forEach(remarks::add);
        remarks.addAll(TlsRemarks.of(members));
        snapshot.clocksApart().ifPresent(apart -> remarks.add(apart + "; let all nodes ask the same time server."));
        return remarks;
    }

    private Optional<String> edited() {
        List<String> objects = editedObjects();
        return Optional.of("%s %s not as the release made %s: %s; `doctor` tells."
                        .formatted(
                                Counted.of(objects.size(), "object"),
                                Counted.form(objects.size(), "is", "are"),
                                Counted.form(objects.size(), "it", "them"),
                                String.join(", ", objects)))
                .filter(sentence -> !objects.isEmpty());
    }

    private List<String> editedObjects() {
        return snapshot.edits().stream().map(Edit::object).distinct().toList();
    }

    String table() {
        StringBuilder text = new StringBuilder();
        if (snapshot.isInstalled()) {
            TextTable table = new TextTable(COLUMNS);
            snapshot.conditions().forEach(condition -> table.row(row(condition, reason(condition))));
            snapshot.leaving().forEach(condition -> table.row(row(condition, "leaves: " + own(condition))));
            text.append(table).append(System.lineSeparator());
        }
        text.append(sentence()).append(System.lineSeparator());
        remarks().forEach(remark -> text.append(remark).append(System.lineSeparator()));
        return text.toString();
    }

    private List<String> row(PodCondition condition, String reason) {
        Optional<PodView> pod = snapshot.pod(condition.pod());
        Optional<MemberView> member = snapshot.member(condition.pod());
        return List.of(
                condition.pod(),
                pod.flatMap(PodView::node).orElse("-"),
                condition instanceof Serves ? "yes" : "no",
                member.map(MemberView::role).orElse("-"),
                member.flatMap(MemberView::epoch).map(String::valueOf).orElse("-"),
                member.flatMap(MemberView::zxid).orElse("-"),
                member.flatMap(this::lag).map(String::valueOf).orElse("-"),
                member.flatMap(MemberView::configVersion).orElse("-"),
                member.flatMap(MemberView::connections).map(String::valueOf).orElse("-"),
                member.flatMap(MemberView::disk)
                        .map(disk -> disk.usedPercent() + "%")
                        .orElse("-"),
                pod.map(found -> Integer.toString(found.restarts())).orElse("-"),
                pod.map(found -> StatusReport.age(Duration.between(found.since(), snapshot.at())))
                        .orElse("-"),
                reason);
    }

    /** Whoever leaves serves until it has been removed, and has more to say than that it ends. */
    private String own(PodCondition condition) {
        return snapshot.member(condition.pod()).map(MemberView::reason).orElse(condition.sentence());
    }

    private String reason(PodCondition condition) {
        String restart = snapshot.pod(condition.pod())
                .flatMap(PodView::last)
                .filter(last -> condition instanceof Serves)
                .map(last -> "; restarted%s after exit code %d (%s)"
                        .formatted(
                                last.at()
                                        .map(at -> " " + StatusReport.age(Duration.between(at, snapshot.at())) + " ago")
                                        .orElse(""),
                                last.exitCode(),
                                PodCondition.meaning(last)))
                .orElse("");
        return condition.sentence() + restart;
    }

    /** Transactions behind the leader; empty across epochs, whose numbers cannot be compared. */
    private Optional<Long> lag(MemberView member) {
        Optional<Long> leader = health.leader().flatMap(MemberView::zxid).map(ClusterStatus::number);
        Optional<Long> own = member.zxid().map(ClusterStatus::number);
        return leader.flatMap(
                led -> own.filter(zxid -> zxid >>> 32 == led >>> 32).map(zxid -> Math.max(0, led - zxid)));
    }

    private static long number(String zxid) {
        return Long.parseUnsignedLong(zxid.substring("0x".length()), 16);
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", snapshot.name());
        map.put("running", snapshot.isInstalled());
        map.put("context", snapshot.context());
        map.put("namespace", snapshot.namespace());
        map.put("sentence", sentence());
        map.put("remarks", remarks());
        map.put("exitCode", exitCode());
        snapshot.release().ifPresent(release -> {
            map.put("chart", release.chart());
            map.put("revision", release.revision());
            map.put("helmStatus", release.status());
            map.put("edited", editedObjects());
        });
        if (snapshot.isInstalled()) {
            health.leader().ifPresent(leader -> map.put("leader", leader.name()));
            map.put("voters", health.voters());
            map.put("serving", health.serving());
            map.put("majority", health.majority());
            map.put("canLose", health.canLose());
            map.put("observers", health.observers());
            map.put("observing", health.observing());
            List<String> unheard = snapshot.unheard().pods();
            if (!unheard.isEmpty()) {
                map.put("unheard", unheard);
            }
            MembershipRemarks.put(snapshot.wanted(), snapshot.change(), map);
            snapshot.budget().ifPresent(budget -> {
                map.put("minAvailable", budget.minAvailable());
                map.put("disruptionsAllowed", budget.disruptionsAllowed());
            });
        }
        map.put(
                "members",
                Stream.concat(
                                snapshot.conditions().stream().map(condition -> asMap(condition, false)),
                                snapshot.leaving().stream().map(condition -> asMap(condition, true)))
                        .toList());
        return map;
    }

    private Map<String, Object> asMap(PodCondition condition, boolean leaving) {
        Map<String, Object> map = new LinkedHashMap<>();
        Optional<PodView> pod = snapshot.pod(condition.pod());
        map.put("name", condition.pod());
        snapshot.member(condition.pod()).ifPresent(view -> {
            map.put("id", view.id());
            map.put("role", view.role());
            view.epoch().ifPresent(epoch -> map.put("epoch", epoch));
            view.zxid().ifPresent(zxid -> map.put("zxid", zxid));
            lag(view).ifPresent(lag -> map.put("lag", lag));
            view.configVersion().ifPresent(version -> map.put("configVersion", version));
            view.ensemble().ifPresent(ensemble -> map.put("ensemble", ensemble));
            view.connections().ifPresent(connections -> map.put("connections", connections));
            view.tls()
                    .ifPresent(
                            tls -> map.put("certificateExpires", tls.notAfter().toString()));
            view.disk().ifPresent(disk -> map.put("diskUsedPercent", disk.usedPercent()));
        });
        map.put("ready", condition instanceof Serves);
        map.put("reason", leaving ? own(condition) : condition.sentence());
        map.put("leaving", leaving);
        pod.ifPresent(found -> {
            found.node().ifPresent(node -> map.put("node", node));
            map.put("restarts", found.restarts());
            map.put("since", found.since().toString());
            found.last().ifPresent(last -> {
                map.put("lastExit", last.exitCode());
                map.put("lastExitReason", PodCondition.meaning(last));
            });
        });
        return map;
    }
}
