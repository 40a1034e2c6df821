package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.oci.Digest;

/** Told how a push gets on; from several threads, one at a time. */
public interface PushListener {

    PushListener NONE = new PushListener() {};

    /** How a blob came to be there. */
    enum How {
        PRESENT,
        MOUNTED,
        SENT
    }

    /** Bytes that the registry has or is being sent; neither number ever falls. */
    default void advanced(long done, long total) {}

    default void blobDone(String repository, Digest digest, long size, How how) {}

    default void manifestDone(String repository, String reference, Digest digest, boolean wasPresent) {}
}
