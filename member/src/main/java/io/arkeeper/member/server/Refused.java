package io.arkeeper.member.server;

/** Why something asked of the own server was not done; where the connection broke, it may have been done all the same. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String reason, Throwable cause) {
        super(reason, cause);
    }
}
