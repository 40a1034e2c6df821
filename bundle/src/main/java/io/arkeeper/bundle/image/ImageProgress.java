package io.arkeeper.bundle.image;

import io.arkeeper.bundle.oci.Platform;

/** Told what the builder does, as it does it. */
public interface ImageProgress {

    /** Nobody is listening. */
    ImageProgress SILENT = new ImageProgress() {
        @Override
        public void started(Platform platform, String step) {}

        @Override
        public void finished(Platform platform, Layer layer) {}
    };

    /** A step begins, e.g. {@code link a Java runtime}. */
    void started(Platform platform, String step);

    void finished(Platform platform, Layer layer);
}
