package io.arkeeper.systemtest.kube;

/** {@code arkeeper drill --load} in a process of its own, told to end as by Ctrl-C. */
final class Load implements AutoCloseable {

    private final Begun drill;

    private Load(Begun drill) {
        this.drill = drill;
    }

    /** Begins, and returns once it writes. */
    static Load start(Arkeeper arkeeper) {
        return new Load(arkeeper.begin("drill", "--load").awaitTold("a client writes below"));
    }

    /** What it told from beginning to end. */
    String stop() {
        return drill.signal("TERM").output();
    }

    @Override
    public void close() {
        drill.close();
    }
}
