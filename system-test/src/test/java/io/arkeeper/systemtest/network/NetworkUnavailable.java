package io.arkeeper.systemtest.network;

/** This machine cannot give members networks of their own; the message says what it lacks. */
public final class NetworkUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    NetworkUnavailable(String message) {
        super(message);
    }
}
