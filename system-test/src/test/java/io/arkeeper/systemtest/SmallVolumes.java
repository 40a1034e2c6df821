package io.arkeeper.systemtest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Volumes in memory that can be filled in no time. It takes root to mount them. */
public final class SmallVolumes implements AutoCloseable {

    private static final String FILLER = "filler";
    private static final byte[] PAGE = new byte[1 << 12];

    private final String size;
    private final List<Path> mounted = new ArrayList<>();

    /** @param size of each, as tmpfs takes it: {@code 48m} */
    public SmallVolumes(String size) {
        this.size = size;
    }

    /**
     * Mounts one over an empty directory.
     *
     * @throws IOException with what mount says where that is not possible
     */
    public void mount(Path directory) throws IOException {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString())
                .redirectErrorStream(true)
                .start();
        String words = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitCode(mount) != 0) {
            throw new IOException("mount: " + words.strip());
        }
        mounted.add(directory);
    }

    /** Takes all space of a volume but {@code leave} bytes; others may be faster and take some of it. */
    public static void fill(Path volume, long leave) {
        try (OutputStream out = Files.newOutputStream(volume.resolve(FILLER))) {
            while (Files.getFileStore(volume).getUsableSpace() > leave) {
                out.write(PAGE);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gives the space back. */
    public static void free(Path volume) {
        try {
            Files.deleteIfExists(volume.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Path volume : mounted) {
            try {
                exitCode(new ProcessBuilder("umount", "-l", volume.toString()).start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        mounted.clear();
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
