package io.arkeeper.cli.local.pod;

/** Where a pod is in its life. */
public enum PodState {
    /** No process, and none is wanted. */
    STOPPED,
    /** The process runs; its startup probe has not passed yet. */
    STARTING,
    /** Started, but not ready for clients. */
    RUNNING,
    /** Ready for clients. */
    READY,
    /** Told to end; killed when the grace period is over. */
    TERMINATING,
    /** Crashed; waits for its next start. */
    BACK_OFF;

    /** Whether there is a process in this state. */
    public boolean hasProcess() {
        return this == STARTING || this == RUNNING || this == READY || this == TERMINATING;
    }
}
