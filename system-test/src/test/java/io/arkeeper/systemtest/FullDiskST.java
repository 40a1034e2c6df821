package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.MemberView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that fill up under writes, and have room again later. It takes root to mount small ones. */
final class FullDiskST {

    private static final String SIZE = "48m";
    private static final int PAGE = 1 << 12; // bytes

    @TempDir
    private Path root;

    private final List<Path> mounted = new ArrayList<>();
    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @BeforeEach
    void threeMembersOnSmallVolumesUnderWrites() throws Exception {
        ensemble = TestEnsemble.of(root, 3);
        for (String pod : ensemble.names()) {
            mount(ensemble.pods().data(pod));
        }
        ensemble.pods().start();
        ensemble.awaitReady();
        writes = CheckedWrites.to(ensemble);
    }

    private void mount(Path volume) throws Exception {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", volume.toString())
                .redirectErrorStream(true)
                .start();
        String words = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (mount.waitFor() != 0) {
            System.err.println("SKIPPED: a full disk cannot be tested without the right to mount: " + words);
            Assumptions.abort("mount: " + words);
        }
        mounted.add(volume);
    }

    @AfterEach
    void stop() throws Exception {
        if (writes != null) {
            writes.close();
        }
        ensemble.close();
        for (Path volume : mounted) {
            new ProcessBuilder("umount", "-l", volume.toString()).start().waitFor();
        }
    }

    private Path filler(String pod) {
        return ensemble.pods().data(pod).resolve("filler");
    }

    /** Takes all space but {@code leave} bytes. */
    private void fill(String pod, long leave) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler(pod))) {
            byte[] page = new byte[PAGE];
            while (Files.getFileStore(ensemble.pods().data(pod)).getUsableSpace() > leave) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left"); // writes of the member were faster
        }
    }

    private void theDiskFillsAndIsFreedAgain(String pod) throws Exception {
        fill(pod, 0);

        ensemble.awaitReason(pod, "is full");
        writes.awaitMore(50);
        Files.delete(filler(pod));

        ensemble.awaitReady();
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
    }

    @Test
    void aFollowersDiskIsFull() throws Exception {
        theDiskFillsAndIsFreedAgain(ensemble.anyFollower());
    }

    @Test
    void theLeadersDiskIsFull() throws Exception {
        theDiskFillsAndIsFreedAgain(ensemble.leader());
    }

    @Test
    void allDisksAreFullAtOnce() throws Exception {
        for (String pod : ensemble.names()) {
            fill(pod, 0);
        }
        for (String pod : ensemble.names()) {
            ensemble.awaitReason(pod, "is full");
        }
        for (String pod : ensemble.names()) {
            Files.delete(filler(pod));
        }

        ensemble.awaitReady();
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
    }

    @Test
    void aDiskThatIsAlmostFullIsSaidWhileItServes() throws Exception {
        String pod = ensemble.anyFollower();

        fill(pod, 4 << 20);

        await().atMost(Duration.ofSeconds(30)).until(() -> ensemble.statuses().stream()
                .anyMatch(status -> status.pod().equals(pod) && status.reason().contains("is almost full")));
        assertThat(ensemble.ask(pod).map(MemberView::ready)).contains(true);
    }
}
