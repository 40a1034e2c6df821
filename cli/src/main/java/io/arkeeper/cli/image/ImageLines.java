package io.arkeeper.cli.image;

import io.arkeeper.bundle.image.ImageProgress;
import io.arkeeper.bundle.image.Layer;
import io.arkeeper.bundle.oci.Platform;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each step and each layer. */
public record ImageLines(PrintWriter out) implements ImageProgress {

    @Override
    public void started(Platform platform, String step) {
        out.printf("%s: %s ...%n", platform, step);
        out.flush();
    }

    @Override
    public void finished(Platform platform, Layer layer) {
        out.printf(
                "%s: layer %s, %s, %s%s%n",
                platform,
                layer.name(),
                mebibytes(layer.descriptor().size()),
                layer.descriptor().digest(),
                layer.reproducible() ? "" : " (differs from build to build)");
        out.flush();
    }

    /** A size as people read it. */
    public static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
