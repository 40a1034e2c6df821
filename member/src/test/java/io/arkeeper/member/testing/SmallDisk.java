package io.arkeeper.member.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes that a test can fill; it takes root to mount one. */
public final class SmallDisk implements AutoCloseable {

    private static final String FILLER = "filler";
    private static final int CHUNK = 1 << 12; // bytes: a page, so that nothing is left

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts one, or skips the test and says why. */
    public static SmallDisk mount(Path root, String size) throws IOException, InterruptedException {
        Files.createDirectories(root);
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", root.toString())
                .redirectErrorStream(true)
                .start();
        String words = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = mount.waitFor();
        if (code != 0) {
            System.err.println("SKIPPED: a full disk cannot be tested without the right to mount: " + words);
        }
        Assumptions.assumeTrue(code == 0, "mount: " + words);
        return new SmallDisk(root);
    }

    public Path root() {
        return root;
    }

    /** Leaves this many bytes, or somewhat less. */
    public void fill(long leave) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (var out = Files.newOutputStream(root.resolve(FILLER))) {
            while (Files.getFileStore(root).getUsableSpace() > leave) {
                out.write(chunk);
            }
        } catch (IOException e) {
            if (leave > 0) {
                throw e;
            }
        }
    }

    public void free() throws IOException {
        Files.deleteIfExists(root.resolve(FILLER));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        new ProcessBuilder("umount", "-l", root.toString()).start().waitFor();
    }
}
