package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.MemberView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that fill up under writes, and have room again later. It takes root to mount small ones. */
final class FullDiskST {

    @TempDir
    private Path root;

    private final SmallVolumes volumes = new SmallVolumes("48m");
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

    private void mount(Path volume) {
        try {
            volumes.mount(volume);
        } catch (IOException e) {
            System.err.println("SKIPPED: a full disk cannot be tested without the right to mount: " + e.getMessage());
            Assumptions.abort(e.getMessage());
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (writes != null) {
            writes.close();
        }
        ensemble.close();
        volumes.close();
    }

    private void fill(String pod, long leave) {
        SmallVolumes.fill(ensemble.pods().data(pod), leave);
    }

    private void free(String pod) {
        SmallVolumes.free(ensemble.pods().data(pod));
    }

    private void theDiskFillsAndIsFreedAgain(String pod) throws Exception {
        fill(pod, 0);

        ensemble.awaitReason(pod, "is full");
        writes.awaitMore(50);
        free(pod);

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
            free(pod);
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
