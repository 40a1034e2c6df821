package io.arkeeper.cli.local.pod;

/** What a probe decides: whether the others begin, whether the process lives on, whether it gets clients. */
public enum ProbeKind {
    STARTUP,
    LIVENESS,
    READINESS
}
