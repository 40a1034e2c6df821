package io.arkeeper.cli.local.pod;

/** What {@link PodLife} wants done. */
public sealed interface PodAction {

    /**
     * Start the process.
     *
     * @param newPod whether this is a new pod, whose empty directories are empty again, or the old one restarted
     */
    record Start(boolean newPod) implements PodAction {}

    /** Ask the endpoint of a probe, and report the answer. */
    record Probe(ProbeKind kind) implements PodAction {}

    /** Ask the process to end: SIGTERM. */
    record Terminate() implements PodAction {}

    /** End the process: SIGKILL. */
    record Kill() implements PodAction {}
}
