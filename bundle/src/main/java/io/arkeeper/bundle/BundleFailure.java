package io.arkeeper.bundle;

/**
 * Something the user can mend stopped the work: one sentence that says what, found, expected, what to do.
 *
 * <p>Anything else that is thrown is a bug of ours and deserves its stack trace.
 */
public final class BundleFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What kind of problem it is, so that the outside can tell them apart by exit code. */
    public enum Kind {
        /** An input is missing, malformed or of the wrong kind. */
        BAD_INPUT,
        /** Bytes, a digest or a signature are not what they must be. */
        NOT_VERIFIED,
        /** A program or file of this machine is missing or failed. */
        ENVIRONMENT,
        /** A file could not be read or written. */
        STORAGE,
        /** A registry knows who asks, or does not, and refuses. */
        DENIED,
        /** A registry cannot be reached, hangs, fails, or answers what no registry should. */
        REGISTRY
    }

    private final Kind kind;

    public BundleFailure(Kind kind, String sentence) {
        this(kind, sentence, null);
    }

    public BundleFailure(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
