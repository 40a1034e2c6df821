package io.arkeeper.cli.local.pod;

import io.arkeeper.cli.local.pod.ProbeWatch.Verdict;
import io.arkeeper.cli.local.release.PodTemplate;
import io.arkeeper.cli.local.release.ProbeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides what becomes of one pod, the way the kubelet and the StatefulSet controller do together.
 *
 * <ol>
 *   <li>A started process is asked for its startup probe; when that passes, for liveness and readiness, at once and
 *       then each in its own rhythm.
 *   <li>Startup or liveness failed: it is told to end, killed after the grace period, and started again as a crash.
 *   <li>It ended by itself: a crash, started again after {@link BackOff}.
 *   <li>It was deleted, or ended in good order after having started (somebody else sent the SIGTERM): the pod is gone,
 *       and a new one takes its place at once.
 * </ol>
 *
 * <p>Every method takes the time and answers with what is to be done. Nothing is decided anywhere else.
 */
public final class PodLife {

    private final PodTemplate template;
    private final BackOff backOff = new BackOff();
    private final Map<ProbeKind, ProbeWatch> probes = new EnumMap<>(ProbeKind.class);

    private PodState state = PodState.STOPPED;
    private String reason = "not started";
    private int restarts;
    private OptionalInt lastExit = OptionalInt.empty();

    private boolean automaticRestarts = true;
    private boolean wanted;
    private boolean deleted;
    private boolean startedUp;
    private long startedAt;
    private long wakeAt = Long.MAX_VALUE; // end of the grace period or of the back-off

    public PodLife(PodTemplate template) {
        this.template = template;
    }

    public PodState state() {
        return state;
    }

    /** Why the pod is in its state, in one sentence without a full stop. */
    public String reason() {
        return reason;
    }

    /** How often this pod's process was started again; a new pod begins at 0. */
    public int restarts() {
        return restarts;
    }

    /** The last process' exit code, if one has ended. */
    public OptionalInt lastExit() {
        return lastExit;
    }

    /** Whether a pod that ends is started again without being asked to. On, as in Kubernetes; tests switch it off. */
    public void automaticRestarts(boolean on) {
        automaticRestarts = on;
    }

    /** When {@link #due} has to be called at the latest. */
    public long dueAt() {
        long earliest = wakeAt;
        for (ProbeWatch probe : activeProbes().values()) {
            earliest = Math.min(earliest, probe.dueAt());
        }
        return earliest;
    }

    public List<PodAction> start(long now) {
        wanted = true;
        return state == PodState.STOPPED || state == PodState.BACK_OFF ? begin(now, true) : List.of();
    }

    /** Ends the pod for good, until {@link #start}. */
    public List<PodAction> stop(long now) {
        wanted = false;
        if (state == PodState.BACK_OFF) {
            enter(PodState.STOPPED, "stopped");
            wakeAt = Long.MAX_VALUE;
        }
        return state.hasProcess() && state != PodState.TERMINATING ? terminate(now, "told to stop") : List.of();
    }

    /** Deletes the pod, in whose place a new one starts. */
    public List<PodAction> delete(long now) {
        deleted = true;
        if (state == PodState.BACK_OFF) {
            return begin(now, true);
        }
        return state.hasProcess() && state != PodState.TERMINATING ? terminate(now, "deleted") : List.of();
    }

    /** Ends the process at once, as a crash does. */
    public List<PodAction> kill() {
        if (!state.hasProcess()) {
            return List.of();
        }
        wakeAt = Long.MAX_VALUE;
        startedUp = false; // whatever its exit code, this was no end in good order
        enter(PodState.TERMINATING, "killed");
        return List.of(new PodAction.Kill());
    }

    public List<PodAction> due(long now) {
        List<PodAction> actions = new ArrayList<>();
        if (wakeAt <= now) {
            wakeAt = Long.MAX_VALUE;
            if (state == PodState.TERMINATING) {
                reason = "did not end within " + seconds(template.gracePeriod()) + ": killed";
                actions.add(new PodAction.Kill());
            } else if (state == PodState.BACK_OFF) {
                actions.addAll(begin(now, false));
            }
        }
        activeProbes().forEach((kind, probe) -> {
            if (probe.isDue(now)) {
                probe.begin(now);
                actions.add(new PodAction.Probe(kind));
            }
        });
        return actions;
    }

    /** @param words what the probe's endpoint said, or why it said nothing */
    public List<PodAction> answered(ProbeKind kind, boolean success, String words, long now) {
        ProbeWatch probe = activeProbes().get(kind);
        if (probe == null) {
            return List.of(); // the process it was asked of has gone
        }
        Verdict verdict = probe.answered(success);
        return switch (kind) {
            case STARTUP -> startupAnswered(verdict, words, now);
            case READINESS -> readinessAnswered(verdict, words);
            case LIVENESS ->
                verdict == Verdict.FAILED ? terminate(now, "liveness probe failed: " + words) : List.of();
        };
    }

    private List<PodAction> startupAnswered(Verdict verdict, String words, long now) {
        if (verdict == Verdict.FAILED) {
            return terminate(now, "startup probe failed: " + words);
        }
        reason = words;
        return verdict == Verdict.PASSED ? startUp(now) : List.of();
    }

    private List<PodAction> readinessAnswered(Verdict verdict, String words) {
        boolean ready = verdict == Verdict.PASSED;
        enter(ready ? PodState.READY : PodState.RUNNING, words);
        return List.of();
    }

    /** The process could not even be started, or it has ended. */
    public List<PodAction> exited(int code, long now) {
        lastExit = OptionalInt.of(code);
        boolean inGoodOrder = code == 0 && startedUp;
        boolean gone = deleted || inGoodOrder;
        deleted = false;
        startedUp = false;
        probes.clear();
        wakeAt = Long.MAX_VALUE;
        if (!wanted || !automaticRestarts) {
            enter(PodState.STOPPED, wanted ? "ended with exit code " + code : "stopped");
            return List.of();
        }
        if (gone) {
            return begin(now, true);
        }
        restarts++;
        Duration wait = backOff.afterCrash(Duration.ofNanos(now - startedAt));
        if (wait.isZero()) {
            return begin(now, false);
        }
        wakeAt = now + wait.toNanos();
        enter(PodState.BACK_OFF, "ended with exit code %d, starts again in %s".formatted(code, seconds(wait)));
        return List.of();
    }

    private List<PodAction> begin(long now, boolean newPod) {
        deleted = false;
        startedAt = now;
        wakeAt = Long.MAX_VALUE;
        if (newPod) {
            restarts = 0;
            backOff.reset();
        }
        enter(PodState.STARTING, "the process is starting");
        List<PodAction> actions = new ArrayList<>();
        actions.add(new PodAction.Start(newPod));
        if (template.startup().isPresent()) {
            probes.put(ProbeKind.STARTUP, new ProbeWatch(template.startup().get(), now));
        } else {
            actions.addAll(startUp(now));
        }
        return actions;
    }

    /** From here on the container counts as started: liveness and readiness begin. */
    private List<PodAction> startUp(long now) {
        startedUp = true;
        probes.remove(ProbeKind.STARTUP);
        watch(ProbeKind.LIVENESS, template.liveness());
        watch(ProbeKind.READINESS, template.readiness());
        enter(template.readiness().isPresent() ? PodState.RUNNING : PodState.READY, reason);
        return due(now);
    }

    private void watch(ProbeKind kind, Optional<ProbeSpec> spec) {
        spec.ifPresent(present -> probes.put(kind, new ProbeWatch(present, startedAt)));
    }

    private List<PodAction> terminate(long now, String why) {
        wakeAt = now + template.gracePeriod().toNanos();
        enter(PodState.TERMINATING, why);
        return List.of(new PodAction.Terminate());
    }

    private Map<ProbeKind, ProbeWatch> activeProbes() {
        return state == PodState.TERMINATING ? Map.of() : Map.copyOf(probes);
    }

    private void enter(PodState next, String why) {
        state = next;
        reason = why;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
