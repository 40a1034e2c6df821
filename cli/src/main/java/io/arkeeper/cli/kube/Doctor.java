package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.PodCondition.Serves;
import io.arkeeper.cli.kube.PodView.Ended;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds out from a snapshot what is not well with an ensemble, the gravest first, and what to do about it. */
public final class Doctor {

    private static final int DISK_ALMOST_FULL_PERCENT = 90;
    private static final Duration RECENTLY = Duration.ofHours(1);

    private final Snapshot snapshot;
    private final PodAdvice advice;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.advice = new PodAdvice(snapshot);
    }

    /**
     * What was found.
     *
     * @param sentence what is wrong
     * @param advice what to do
     */
    public record Finding(String sentence, String advice) {}

    public static List<Finding> examine(Snapshot snapshot) {
        Doctor doctor = new Doctor(snapshot);
        doctor.release();
        if (snapshot.isInstalled()) {
            doctor.pods();
            doctor.quorum();
            doctor.configuration();
            doctor.disks();
            doctor.restarts();
            doctor.placement();
            doctor.changes();
            doctor.clocks();
            doctor.certificates();
            doctor.users();
        }
        doctor.edits();
        doctor.claims();
        return List.copyOf(doctor.findings);
    }

    private void found(String sentence, String advice) {
        findings.add(new Finding(sentence, advice));
    }

    private void certificates() {
        for (PodCondition condition : snapshot.conditions()) {
            snapshot.member(condition.pod())
                    .flatMap(MemberView::tls)
                    .flatMap(MemberView.Tls::warning)
                    .ifPresent(warning -> found(
                            "%s: %s.".formatted(condition.pod(), warning),
                            "mend the Secret; members notice it within two minutes and need no restart (certificates of the"
                                    + " chart's own: give `upgrade` again)"));
        }
    }

    private void users() {
        for (PodCondition condition : snapshot.conditions()) {
            snapshot.member(condition.pod())
                    .flatMap(MemberView::authWarning)
                    .ifPresent(
                            warning -> found(
                                    "%s: %s.".formatted(condition.pod(), warning),
                                    "mend it as the sentence says; members notice a Secret within two minutes and need no restart"));
        }
    }

    private void release() {
        snapshot.release()
                .flatMap(HelmRelease::trouble)
                .ifPresent(trouble -> found(
                        "The release is not as it should be. " + trouble,
                        advice(snapshot.release().orElseThrow().remedy())));
    }

    private String advice(HelmRelease.Remedy remedy) {
        return switch (remedy) {
            case INSTALL ->
                !snapshot.claimsThatGoWithIt().isEmpty()
                        ? "give `uninstall`, which asks because the volume claims go with it, and then `install`"
                        : "give `install` again with the same values: it cleans up, keeps the volume claims and goes on";
            case UPGRADE, NONE -> "give `upgrade` again with the same values";
            case UNINSTALL -> "give `uninstall` again: it ends what was begun";
        };
    }

    private void pods() {
        for (PodCondition condition : snapshot.conditions()) {
            advice.about(condition)
                    .ifPresent(what ->
                            found("%s: %s.".formatted(condition.pod(), withoutStop(condition.sentence())), what));
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private void quorum() {
        EnsembleHealth health = snapshot.health();
        if (health.hasQuorum()) {
            return;
        }
        if (snapshot.unheard().leaveOpen(health)) {
            found(
                    snapshot.sentence(),
                    "look at the load of these pods and of their nodes, and whether `kubectl port-forward` reaches them");
            return;
        }
        String missing = snapshot.conditions().stream()
                .filter(condition -> !(condition instanceof Serves))
                .map(PodCondition::pod)
                .collect(Collectors.joining(", "));
        found(
                "No quorum: %d of %s serve, %d %s needed; not serving: %s."
                        .formatted(
                                health.serving(),
                                Counted.of(health.voters(), "voter"),
                                health.majority(),
                                Counted.form(health.majority(), "is", "are"),
                                missing),
                "mend the members above, any %d of them; the data is safe meanwhile, and nothing is decided without a majority"
                        .formatted(Math.max(1, health.majority() - health.serving())));
    }

    private void configuration() {
        Set<String> versions = new TreeSet<>();
        snapshot.members().values().stream().filter(MemberView::ready).forEach(member -> member.configVersion()
                .ifPresent(versions::add));
        if (versions.size() > 1) {
            found(
                    "The members do not agree on the configuration: %s.".formatted(String.join(", ", versions)),
                    "wait: a change of membership is under way; if it stays like this, `roll` makes them read it anew");
        }
        snapshot.change()
                .ifPresent(change -> found(
                        "%s: %s.".formatted(change.numbers(), change.step()),
                        "wait while members join or leave; `status --watch` shows how it goes on"));
        ensembles();
    }

    private void ensembles() {
        Map<String, List<String>> pods = new TreeMap<>();
        snapshot.members().forEach((pod, member) -> member.ensemble()
                .ifPresent(ensemble -> pods.computeIfAbsent(ensemble, missing -> new ArrayList<>())
                        .add(pod)));
        if (pods.size() > 1) {
            found(
                    "The volumes belong to different ensembles: %s."
                            .formatted(pods.entrySet().stream()
                                    .map(entry ->
                                            "%s of %s".formatted(String.join(", ", entry.getValue()), entry.getKey()))
                                    .collect(Collectors.joining("; "))),
                    "no member mixes them: those of the ensemble that serves go on, the others wait and say what they wait for");
        }
    }

    private void disks() {
        snapshot.members().forEach((pod, member) -> member.disk()
                .filter(disk -> disk.usedPercent() >= DISK_ALMOST_FULL_PERCENT)
                .ifPresent(disk -> found(
                        "%s: its volume is %d%% full.".formatted(pod, disk.usedPercent()),
                        PodAdvice.MORE_ROOM + "; a full disk ends the member")));
    }

    private void restarts() {
        for (PodView pod : snapshot.pods()) {
            Optional<Ended> recent = pod.last().filter(last -> last.at()
                    .map(at -> Duration.between(at, snapshot.at()).compareTo(RECENTLY) < 0)
                    .orElse(false));
            boolean serves = pod.ready() && !pod.deleting();
            recent.filter(last -> serves)
                    .ifPresent(last -> found(
                            "%s serves again; it was restarted %s, last after exit code %d (%s)."
                                    .formatted(
                                            pod.name(),
                                            Counted.of(pod.restarts(), "time"),
                                            last.exitCode(),
                                            PodCondition.meaning(last)),
                            last.reason().equals("OOMKilled")
                                    ? "raise resources.limits.memory (heap plus 1 GiB is safe), or lower heap"
                                    : "read the log of its last run: `kubectl -n %s logs --previous %s`"
                                            .formatted(snapshot.namespace(), pod.name())));
        }
    }

    private void placement() {
        Map<String, List<String>> byNode = new LinkedHashMap<>();
        snapshot.pods().stream().filter(pod -> !snapshot.isObserver(pod.name())).forEach(pod -> pod.node()
                .ifPresent(node -> byNode.computeIfAbsent(node, missing -> new ArrayList<>())
                        .add(pod.name())));
        byNode.forEach((node, pods) -> {
            if (pods.size() > 1) {
                boolean isMajority = pods.size() >= snapshot.health().majority();
                found(
                        "%s share node %s%s."
                                .formatted(
                                        String.join(" and ", pods),
                                        node,
                                        isMajority ? ": the loss of that node stops the ensemble" : ""),
                        "add nodes and set antiAffinity=hard");
            }
        });
        snapshot.budget()
                .filter(budget -> budget.disruptionsAllowed() == 0 && snapshot.servers() > 1)
                .filter(budget -> budget.minAvailable() >= snapshot.servers() && snapshot.allServe())
                .filter(budget -> snapshot.edits().isEmpty())
                .ifPresent(budget -> found(
                        "The PodDisruptionBudget (minAvailable %d) lets no pod go although all are well."
                                .formatted(budget.minAvailable()),
                        "lower minAvailable to %d, so that nodes can be drained".formatted(snapshot.servers() - 1)));
        weakBudget();
    }

    /** As after {@code kubectl scale}: the budget is the chart's, for the number that the chart knows. */
    private void weakBudget() {
        int majority = snapshot.servers() / 2 + 1;
        snapshot.budget()
                .filter(budget -> snapshot.servers() > 1 && budget.minAvailable() < majority)
                .ifPresent(budget -> found(
                        "The PodDisruptionBudget (minAvailable %d) lets drains take %d of %d voters at once, and the quorum."
                                .formatted(
                                        budget.minAvailable(),
                                        snapshot.servers() - budget.minAvailable(),
                                        snapshot.servers()),
                        "`arkeeper scale %d` has the chart know the number, and the budget with it"
                                .formatted(snapshot.servers())));
    }

    private void changes() {
        snapshot.set()
                .map(EnsembleSet::rolling)
                .filter(rolling -> !rolling.isEmpty())
                .ifPresent(rolling -> found(
                        "A roll was begun and has not ended; %s.".formatted(RollPlan.remaining(snapshot, rolling)),
                        "give `roll` again: it goes on"));
        snapshot.updating()
                .ifPresent(
                        pods -> found(
                                "Not yet of the newest revision: %s.".formatted(String.join(", ", pods)),
                                snapshot.stuck().isEmpty()
                                        ? "wait: Kubernetes replaces one pod after another, and stops at one that does not become ready"
                                        : "Kubernetes waits for pods that cannot come up: give `upgrade` again, it replaces them"));
    }

    private void edits() {
        Map<String, List<String>> edited = new LinkedHashMap<>();
        for (Edit edit : snapshot.edits()) {
            if (edit.change().isPresent()) {
                edited.computeIfAbsent(
                                edit.isOfAStatefulSet() ? "The StatefulSet" : edit.object(),
                                missing -> new ArrayList<>())
                        .add(edit.sentence());
            } else {
                found(
                        "%s: somebody has deleted it.".formatted(edit.sentence()),
                        "give `upgrade` without values: it makes it again");
            }
        }
        edited.forEach((object, sentences) -> found(
                "%s was edited by hand: %s.".formatted(object, String.join("; ", sentences)),
                "put it into the values and `upgrade`, or `upgrade` without values to undo it"));
    }

    private void clocks() {
        snapshot.clocksApart()
                .ifPresent(apart -> found(
                        apart + ".",
                        "let all nodes ask the same time server: certificates and logs go by these clocks"));
    }

    private void claims() {
        List<ClaimView> spare = snapshot.claims().stream()
                .filter(claim ->
                        snapshot.isInstalled() && snapshot.podNames().stream().noneMatch(claim::belongsTo))
                .filter(claim -> snapshot.leaving().stream().noneMatch(leaving -> claim.belongsTo(leaving.pod())))
                .toList();
        if (!spare.isEmpty()) {
            found(
                    "No member uses %s any more."
                            .formatted(spare.stream().map(ClaimView::name).collect(Collectors.joining(", "))),
                    "keep them to scale up again with old disks, or delete them to free the space");
        }
        if (!snapshot.isInstalled() && !snapshot.claims().isEmpty()) {
            found(
                    "Volume claims of an earlier release are there: %s."
                            .formatted(snapshot.claims().stream()
                                    .map(ClaimView::name)
                                    .collect(Collectors.joining(", "))),
                    "`install` finds the data again; `uninstall --delete-data` deletes it");
        }
        snapshot.claims().stream()
                .filter(claim -> claim.phase().equals("Lost"))
                .forEach(
                        claim -> found(
                                "The volume of %s is lost.".formatted(claim.name()),
                                "while the others have quorum, delete the claim and its pod: the member is filled again by the leader"));
    }
}
