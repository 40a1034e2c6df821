package io.arkeeper.member;

/** The member cannot go on. The message is the sentence its users read; the code is what the process exits with. */
public final class MemberFailure extends RuntimeException {

    private final ExitCode code;

    public MemberFailure(ExitCode code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public MemberFailure(ExitCode code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
