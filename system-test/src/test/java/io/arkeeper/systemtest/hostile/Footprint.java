package io.arkeeper.systemtest.hostile;

import io.arkeeper.systemtest.MetricsPage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a member takes of its machine.
 *
 * @param liveHeap bytes in use after a garbage collection
 * @param resident bytes of memory the process has
 * @param files open file descriptors, connections included
 */
public record Footprint(long threads, long files, double liveHeap, double resident) {

    private static final double MEBIBYTE = 1 << 20;

    /** Has it collect its garbage first. */
    public static Footprint of(String address, long pid) throws IOException, InterruptedException {
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        if (collection.waitFor() != 0) {
            throw new IOException("process %d does not collect its garbage".formatted(pid));
        }
        MetricsPage page = MetricsPage.of(address);
        return new Footprint(
                Math.round(page.sum("jvm_threads_current")),
                Math.round(page.sum("process_open_fds")),
                page.sum("jvm_memory_bytes_used{area=\"heap\"}"),
                page.sum("process_resident_memory_bytes"));
    }

    /** Whether it takes hardly more than before. */
    public boolean isAsSmallAs(Footprint before) {
        return threads < before.threads + 50 && files < before.files + 50 && liveHeap < before.liveHeap + 24 * MEBIBYTE;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d threads, %d files, %.0f MiB of live heap, %.0f MiB resident",
                threads,
                files,
                liveHeap / MEBIBYTE,
                resident / MEBIBYTE);
    }
}
