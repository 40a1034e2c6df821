package io.arkeeper.cli.local;

import io.arkeeper.cli.local.pod.PodState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a pod without asking its member.
 *
 * @param address where it listens
 * @param reason why it is in its state, one sentence without a full stop
 * @param restarts how often this pod's process was started again
 * @param since when it entered its state
 * @param process the running process, if there is one
 * @param lastExit exit code of the last process that ended
 * @param lastWords the last sentence of that process
 */
public record PodStatus(
        String pod,
        String address,
        PodState state,
        String reason,
        int restarts,
        Instant since,
        Optional<ProcessId> process,
        OptionalInt lastExit,
        Optional<String> lastWords) {

    public boolean isReady() {
        return state == PodState.READY;
    }

    /** The last exit was one that starting again does not mend. */
    public Optional<MemberExit> hopeless() {
        return lastExit.isPresent() ? MemberExit.ofCode(lastExit.getAsInt()) : Optional.empty();
    }
}
