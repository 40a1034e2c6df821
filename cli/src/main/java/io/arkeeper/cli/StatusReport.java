package io.arkeeper.cli;

import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.MembershipChange;
import io.arkeeper.cli.local.MembershipView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.ProcessId;
import io.arkeeper.cli.local.Unheard;
import io.arkeeper.core.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code status} says, for people as a table and for programs as JSON.
 *
 * <p>The JSON is an interface: fields are added, never renamed or removed. What is not known is left out.
 *
 * <pre>
 * name, running, supervised    the release; whether any member runs; whether something looks after them
 * sentence, exitCode           what the table's last line says, and what the command ends with
 * namespace, directory, connect, leader
 * voters, serving, majority, canLose    voters in the configuration, those that serve, those needed, those that may go
 * observers, observing         members without a vote, those of them that serve
 * unheard[]                    voters that gave no answer in time although they are ready; only where there are any
 * wanted                       voters and observers there should be
 * membership                   while others belong to it than are wanted: sentence and, where the leader says so, step
 *                              (add, remove, wait, settled), reason, target
 * minAvailable, disruptionsAllowed      as the PodDisruptionBudget would have it
 * members[]   name, id, address, pid, state, ready, role, epoch, zxid, configVersion, connections, restarts, since,
 *             reason, lastExit, log, certificateExpires
 * </pre>
 */
final class StatusReport {

    private static final List<String> COLUMNS = List.of(
            "NAME", "ADDRESS", "READY", "ROLE", "EPOCH", "ZXID", "CONFIG", "CLIENTS", "RESTARTS", "SINCE", "REASON");

    private final String name;
    private final InstanceDirectory directory;
    private final Optional<Instance> instance;
    private final Map<String, MemberView> answers;
    private final EnsembleHealth health;
    private final Optional<MembershipView> membership;
    private final String sentence;

    private StatusReport(
            String name,
            InstanceDirectory directory,
            Optional<Instance> instance,
            Map<String, MemberView> answers,
            EnsembleHealth health,
            Optional<MembershipView> membership,
            String sentence) {
        this.name = name;
        this.directory = directory;
        this.instance = instance;
        this.answers = answers;
        this.health = health;
        this.membership = membership;
        this.sentence = sentence;
    }

    static StatusReport running(
            Instance instance,
            InstanceDirectory directory,
            Map<String, MemberView> answers,
            Optional<MembershipView> membership) {
        EnsembleHealth health = EnsembleHealth.of(answers.values(), instance.servers());
        String unsupervised = instance.isSupervised()
                ? ""
                : " Nothing looks after the members any more: stop them with `down`, then start anew.";
        Unheard unheard = unheard(instance, answers);
        String sentence = unheard.leaveOpen(health) ? unheard.sentence(health) : health.sentence();
        return new StatusReport(
                instance.name(),
                directory,
                Optional.of(instance),
                answers,
                health,
                membership,
                sentence + unsupervised);
    }

    private static Unheard unheard(Instance instance, Map<String, MemberView> answers) {
        List<String> silent = instance.pods().stream()
                .limit(instance.servers()) // observers follow
                .filter(pod -> pod.isReady() && runs(pod) && !answers.containsKey(pod.pod()))
                .map(PodStatus::pod)
                .toList();
        return new Unheard(silent, instance.pods().size(), Members.PATIENCE);
    }

    /** What was ready may have been killed together with who would have noticed. */
    private static boolean runs(PodStatus pod) {
        return pod.process().filter(ProcessId::isAlive).isPresent();
    }

    private Unheard unheard() {
        return unheard(instance.orElseThrow(), answers);
    }

    static StatusReport notRunning(String name, InstanceDirectory directory, String sentence) {
        return new StatusReport(
                name,
                directory,
                Optional.empty(),
                Map.of(),
                EnsembleHealth.of(List.of(), 0),
                Optional.empty(),
                sentence);
    }

    int exitCode() {
        if (instance.isEmpty()) {
            return ExitCode.NOT_RUNNING;
        }
        if (unheard().leaveOpen(health)) {
            return ExitCode.TOO_LATE;
        }
        if (!health.hasQuorum()) {
            return ExitCode.NO_QUORUM;
        }
        return health.canLoseOne() ? ExitCode.OK : ExitCode.NO_SPARE;
    }

    String table(Instant now) {
        TextTable table = new TextTable(COLUMNS);
        for (PodStatus pod : pods()) {
            Optional<MemberView> member = member(pod);
            table.row(List.of(
                    pod.pod(),
                    pod.address(),
                    isReady(pod) ? "yes" : "no",
                    member.map(MemberView::role).orElse("-"),
                    member.flatMap(MemberView::epoch).map(String::valueOf).orElse("-"),
                    member.flatMap(MemberView::zxid).orElse("-"),
                    member.flatMap(MemberView::configVersion).orElse("-"),
                    member.flatMap(MemberView::connections).map(String::valueOf).orElse("-"),
                    Integer.toString(pod.restarts()),
                    age(Duration.between(pod.since(), now)),
                    reason(pod)));
        }
        StringBuilder text = new StringBuilder();
        if (!pods().isEmpty()) {
            text.append(table).append(System.lineSeparator());
        }
        text.append(sentence).append(System.lineSeparator());
        MembershipRemarks.of(change()).forEach(remark -> text.append(remark).append(System.lineSeparator()));
        TlsRemarks.of(answers).forEach(remark -> text.append(remark).append(System.lineSeparator()));
        return text.toString();
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("running", instance.isPresent());
        map.put("supervised", instance.filter(Instance::isSupervised).isPresent());
        map.put("sentence", sentence);
        map.put("exitCode", exitCode());
        map.put("directory", directory.root().toString());
        instance.ifPresent(known -> {
            map.put("namespace", known.namespace());
            map.put("connect", known.connectString());
            health.leader().ifPresent(leader -> map.put("leader", leader.name()));
            map.put("voters", health.voters());
            map.put("serving", health.serving());
            map.put("majority", health.majority());
            map.put("canLose", health.canLose());
            map.put("observers", health.observers());
            map.put("observing", health.observing());
            if (!unheard().pods().isEmpty()) {
                map.put("unheard", unheard().pods());
            }
            MembershipRemarks.put(known.wanted(), change(), map);
            known.minAvailable().ifPresent(least -> {
                map.put("minAvailable", least);
                map.put("disruptionsAllowed", Math.max(0, readyVoters() - least));
            });
        });
        map.put("members", pods().stream().map(this::asMap).toList());
        return map;
    }

    private Map<String, Object> asMap(PodStatus pod) {
        Map<String, Object> map = new LinkedHashMap<>();
        Optional<MemberView> member = member(pod);
        map.put("name", pod.pod());
        member.ifPresent(view -> map.put("id", view.id()));
        map.put("address", pod.address());
        pod.process().ifPresent(process -> map.put("pid", process.pid()));
        map.put("state", pod.state().name());
        map.put("ready", isReady(pod));
        member.ifPresent(view -> {
            map.put("role", view.role());
            view.epoch().ifPresent(epoch -> map.put("epoch", epoch));
            view.zxid().ifPresent(zxid -> map.put("zxid", zxid));
            view.configVersion().ifPresent(version -> map.put("configVersion", version));
            view.ensemble().ifPresent(ensemble -> map.put("ensemble", ensemble));
            view.connections().ifPresent(connections -> map.put("connections", connections));
            view.tls()
                    .ifPresent(
                            tls -> map.put("certificateExpires", tls.notAfter().toString()));
        });
        map.put("restarts", pod.restarts());
        map.put("since", pod.since().toString());
        map.put("reason", reason(pod));
        pod.lastExit().ifPresent(code -> map.put("lastExit", code));
        map.put("log", directory.log(pod.pod()).toString());
        return map;
    }

    private Optional<MembershipChange> change() {
        return instance.flatMap(
                known -> MembershipChange.of(known.wanted(), EnsembleHealth.config(answers.values()), membership));
    }

    private List<PodStatus> pods() {
        return instance.map(Instance::pods).orElse(List.of());
    }

    private Optional<MemberView> member(PodStatus pod) {
        return Optional.ofNullable(answers.get(pod.pod()));
    }

    /** What the member itself says now counts; the supervisor's last probe may be a period old. */
    private boolean isReady(PodStatus pod) {
        return member(pod).map(MemberView::ready).orElse(false);
    }

    private String reason(PodStatus pod) {
        return member(pod)
                .map(MemberView::reason)
                .or(() -> Progress.hopelessEnd(pod))
                .orElse(pod.state().hasProcess() ? "does not answer" : pod.reason());
    }

    private long readyVoters() {
        return pods().stream()
                .filter(pod -> isReady(pod)
                        && member(pod)
                                .filter(view -> view.id() <= MemberId.MOST)
                                .isPresent())
                .count();
    }

    /** As kubectl writes ages: the two largest units at most. */
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7200) {
            return "%dm%ds".formatted(seconds / 60, seconds % 60);
        }
        long hours = seconds / 3600;
        return hours < 48 ? "%dh%dm".formatted(hours, seconds % 3600 / 60) : "%dd%dh".formatted(hours / 24, hours % 24);
    }
}
