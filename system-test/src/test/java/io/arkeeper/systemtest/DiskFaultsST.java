package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.MemberView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that come back empty, or belong to somebody else. */
final class DiskFaultsST {

    private static final int FOREIGN_DISK = 3;

    @TempDir
    private Path root;

    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @BeforeEach
    void threeMembersUnderWrites() {
        ensemble = TestEnsemble.started(root, 3);
        writes = CheckedWrites.to(ensemble);
    }

    @AfterEach
    void stop() throws Exception {
        writes.close();
        ensemble.close();
    }

    @Test
    void oneWipedMemberIsSyncedAndServesAgain() throws Exception {
        String wiped = ensemble.anyFollower();
        ensemble.stop(wiped);
        ensemble.wipe(wiped);
        writes.awaitMore(20);

        ensemble.pods().start(wiped);

        ensemble.awaitReady();
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
        assertThat(ensemble.ask(wiped).map(MemberView::role)).contains("follower");
    }

    @Test
    void theWipedLeaderIsSyncedByTheOthers() throws Exception {
        String wiped = ensemble.leader();
        ensemble.stop(wiped);
        ensemble.wipe(wiped);
        ensemble.pods().start(wiped);

        ensemble.awaitReady();
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
    }

    @Test
    void twoWipedMembersOfThreeElectNobodyAndSayWhy() throws Exception {
        writes.close();
        ensemble.stopAll();
        ensemble.wipe(ensemble.pod(0));
        ensemble.wipe(ensemble.pod(1));
        Map<Path, String> before = database(ensemble.pod(2));

        ensemble.names().forEach(ensemble.pods()::start);

        String why = "no leader can be elected: 1 of 3 voters hold data and 2 are needed; the disks of"
                + " zk-zookeeper-0, zk-zookeeper-1 are empty and get no vote before they are synced."
                + " Bring back a disk that holds data, or recover the ensemble explicitly from zk-zookeeper-2;"
                + " nothing is decided by itself";
        for (String pod : ensemble.names()) {
            assertThat(ensemble.awaitReason(pod, "no leader can be elected")).isEqualTo(why);
        }
        assertThat(database(ensemble.pod(2))).isEqualTo(before);
    }

    /** What a majority rule for forming would lose: see docs/design/decisions/0001. */
    @Test
    void twoWipedMembersFormNothingWhileTheOneWithTheDataIsAway() throws Exception {
        writes.close();
        ensemble.stopAll();
        ensemble.wipe(ensemble.pod(0));
        ensemble.wipe(ensemble.pod(1));
        Map<Path, String> before = database(ensemble.pod(2));

        ensemble.pods().start(ensemble.pod(0));
        ensemble.pods().start(ensemble.pod(1));

        for (String pod : List.of(ensemble.pod(0), ensemble.pod(1))) {
            assertThat(ensemble.awaitReason(pod, "waiting for member 3"))
                    .startsWith("a new ensemble of 3 is formed once every member says that its disk is empty;");
        }
        ensemble.pods().start(ensemble.pod(2));
        ensemble.awaitReason(ensemble.pod(0), "no leader can be elected");
        assertThat(database(ensemble.pod(2))).isEqualTo(before);
    }

    /** Snapshots and logs of a pod by path; equal before and after means that not a byte has changed. */
    private Map<Path, String> database(String pod) throws IOException {
        Map<Path, String> content = new TreeMap<>();
        for (String directory : List.of("data/version-2", "log/version-2")) {
            try (Stream<Path> files = Files.list(ensemble.pods().data(pod).resolve(directory))) {
                for (Path file : files.filter(DiskFaultsST::isDatabase).toList()) {
                    content.put(file, HexFormat.of().formatHex(sha256(Files.readAllBytes(file))));
                }
            }
        }
        assertThat(content).hasSizeGreaterThanOrEqualTo(2);
        return content;
    }

    private static boolean isDatabase(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("snapshot.") || name.startsWith("log.");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void swappedDisksAreRefusedByNameAndHealWhenSwappedBack() throws Exception {
        writes.close();
        ensemble.stopAll();
        ensemble.swapDisks(ensemble.pod(0), ensemble.pod(1));

        ensemble.names().forEach(ensemble.pods()::start);

        assertThat(ensemble.awaitExit(ensemble.pod(0), FOREIGN_DISK))
                .contains("this disk belongs to test/zk-zookeeper-1, expected test/zk-zookeeper-0");
        assertThat(ensemble.awaitExit(ensemble.pod(1), FOREIGN_DISK))
                .contains("this disk belongs to test/zk-zookeeper-0, expected test/zk-zookeeper-1");

        ensemble.stopAll();
        ensemble.swapDisks(ensemble.pod(0), ensemble.pod(1));
        ensemble.names().forEach(ensemble.pods()::start);
        ensemble.awaitReady();
        writes.stopAndCheck(ensemble);
    }
}
