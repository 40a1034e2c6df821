package io.arkeeper.bundle.serve;

/** Told about every request when it is over; from many threads. */
@FunctionalInterface
public interface ServeListener {

    /**
     * A request is over.
     *
     * @param bytes of the body, as far as they went
     * @param whole whether all of it went
     */
    void answered(String peer, String method, String path, int status, long bytes, boolean whole);
}
