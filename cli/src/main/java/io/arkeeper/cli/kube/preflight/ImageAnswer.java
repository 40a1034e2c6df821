package io.arkeeper.cli.kube.preflight;

/** What a registry says about an image, asked from here with the pull secrets that the values name. */
public sealed interface ImageAnswer {

    /** It is there, and may be pulled. */
    record There() implements ImageAnswer {}

    /** The registry has no such image. */
    record Missing() implements ImageAnswer {}

    /** The registry hands nothing out to strangers, and no pull secret has a login for it. */
    record NeedsLogin() implements ImageAnswer {}

    /** The registry does not accept the login of a pull secret. */
    record Refused(String secret) implements ImageAnswer {}

    /**
     * Nobody here can tell.
     *
     * @param why one sentence without a full stop
     */
    record Unknown(String why) implements ImageAnswer {}
}
