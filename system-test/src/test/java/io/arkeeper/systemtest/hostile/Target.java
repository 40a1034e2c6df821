package io.arkeeper.systemtest.hostile;

/** A port of a member. */
public enum Target {
    CLIENT(2181),
    QUORUM(2888),
    ELECTION(3888),
    HTTP(8080),
    SECURE_CLIENT(2281),
    HTTPS(8443);

    private final int port;

    Target(int port) {
        this.port = port;
    }

    public int port() {
        return port;
    }
}
