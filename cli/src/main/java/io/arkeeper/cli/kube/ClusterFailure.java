package io.arkeeper.cli.kube;

/** A request that the cluster did not carry out, as a sentence that says what to do. */
public final class ClusterFailure extends RuntimeException {

    /** Where the fault is. */
    public enum Kind {
        /** no API server answers */
        UNREACHABLE,
        /** it does not know who asks */
        UNAUTHENTICATED,
        /** who asks may not */
        FORBIDDEN,
        /** it has something against the request; {@code code} says what */
        REFUSED
    }

    private final Kind kind;
    private final int code;

    public ClusterFailure(Kind kind, int code, String sentence) {
        super(sentence);
        this.kind = kind;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status; 0 where there was no answer. */
    public int code() {
        return code;
    }
}
