package io.arkeeper.member;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import io.arkeeper.member.lifecycle.MemberTls;
import io.arkeeper.member.testing.PeerMessages;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.member.testing.TlsProbe;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real members go from plaintext to TLS and back, one restart after another, while a client writes. */
final class TlsPathIT {

    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int MEMBERS = 3;

    @TempDir
    private Path root;

    private final TestAuthority authority = new TestAuthority("House");
    private final List<TestMember> members = new ArrayList<>();
    private MountedSecret secret;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        secret = new MountedSecret(root.resolve("secret"));
    }

    @AfterEach
    void stop() {
        members.forEach(TestMember::close);
    }

    private TestMember start(int ordinal, boolean tls) throws IOException {
        MemberSettings settings = TestMember.settings(root, ordinal, MEMBERS)
                .withTls(new TlsSettings(secret.directory(), tls, true, ClientAuth.NEED, 2281, 8443));
        return TestMember.start(settings);
    }

    /** What a StatefulSet does: from the last to the first, each once the one before is ready. */
    private void roll(boolean tls) throws IOException {
        for (int ordinal = MEMBERS - 1; ordinal >= 0; ordinal--) {
            members.get(ordinal).close();
            members.set(ordinal, start(ordinal, tls));
            members.get(ordinal).awaitReady(DEADLINE);
        }
    }

    private boolean allRequireTls() {
        return members.stream()
                .allMatch(member ->
                        member.member().tls().filter(MemberTls::requiresTls).isPresent());
    }

    private void requireClosed(boolean closed) throws IOException {
        Map<Integer, byte[]> openings = Map.of(
                2888, PeerMessages.followerInfo(PeerMessages.STRANGER),
                3888, PeerMessages.electionOpening(PeerMessages.STRANGER, "127.0.0.1:3888"));
        for (int port : openings.keySet()) {
            for (int ordinal = 0; ordinal < MEMBERS; ordinal++) {
                String address = "127.0.77." + (ordinal + 1);
                if (TlsProbe.listens(address, port)) { // only the leader listens on the first
                    assertThat(TlsProbe.closesAfter(address, port, openings.get(port)))
                            .as("plaintext at %s:%d is cut off", address, port)
                            .isEqualTo(closed);
                }
            }
        }
    }

    @Test
    void onAndOffAndOnAgain_keepsEveryWriteAndTheSession() throws Exception {
        for (int ordinal = 0; ordinal < MEMBERS; ordinal++) {
            members.add(start(ordinal, false)); // nothing is mounted yet
        }
        members.forEach(member -> member.awaitReady(DEADLINE));
        try (Writer writer = new Writer()) {
            secret.put(authority.issue("*.zk-headless.test.svc.cluster.local"), authority);
            roll(true);
            await().atMost(DEADLINE).until(this::allRequireTls);
            requireClosed(true);
            writer.awaitMore(50);

            roll(false);
            assertThat(root.resolve("zk-0/tls-required")).doesNotExist();
            writer.awaitMore(50);
            requireClosed(false);

            roll(true);
            await().atMost(DEADLINE).until(this::allRequireTls);
            writer.awaitMore(50);

            members.get(1).close(); // a pod that is restarted later knows that plaintext is over
            members.set(1, start(1, true));
            assertThat(members.get(1).member().tls().orElseThrow().requiresTls())
                    .isTrue();
            members.get(1).awaitReady(DEADLINE);
            writer.awaitMore(50);

            writer.stopAndCheck();
        }
    }

    @Test
    void whoLacksTheMaterialWaits_andTheOthersKeepTheirQuorum() throws Exception {
        secret.put(authority.issue("*.zk-headless.test.svc.cluster.local"), authority);
        for (int ordinal = 0; ordinal < MEMBERS; ordinal++) {
            members.add(start(ordinal, true));
        }
        members.forEach(member -> member.awaitReady(DEADLINE));
        await().atMost(DEADLINE).until(this::allRequireTls);
        members.get(2).close();
        members.set(2, TestMember.start(TestMember.settings(root, 2, MEMBERS)));
        try (Writer writer = new Writer()) {
            writer.awaitMore(100);
            assertThat(members.get(2).get("/readyz").statusCode()).isEqualTo(503);
            writer.stopAndCheck();
        }
    }

    /** Creates one node after the other, each until it is acknowledged. */
    private static final class Writer implements AutoCloseable {

        private final ZooKeeper zk =
                new ZooKeeper("127.0.77.1:2181,127.0.77.2:2181,127.0.77.3:2181", 20_000, event -> {});
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final Thread thread;
        private final long session;

        Writer() throws Exception {
            create("/w");
            session = zk.getSessionId();
            thread = Thread.ofPlatform().daemon().name("writer").start(this::write);
        }

        private void create(String path) throws InterruptedException, KeeperException {
            while (!stopping.get()) {
                try {
                    zk.create(path, "x".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                    return;
                } catch (KeeperException.NodeExistsException e) {
                    return; // the attempt before was carried out and its answer lost
                } catch (KeeperException.ConnectionLossException e) {
                    Thread.onSpinWait(); // the client connects to another member
                }
            }
        }

        private void write() {
            try {
                while (!stopping.get()) {
                    create("/w/" + (acknowledged.get() + 1));
                    if (!stopping.get()) {
                        acknowledged.incrementAndGet();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (KeeperException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitMore(int writes) {
            int wanted = acknowledged.get() + writes;
            await().atMost(DEADLINE).until(() -> acknowledged.get() >= wanted);
        }

        void stopAndCheck() throws Exception {
            stopping.set(true);
            thread.join();
            int written = acknowledged.get();
            List<String> missing = new ArrayList<>();
            for (int i = 1; i <= written; i++) {
                if (zk.exists("/w/" + i, false) == null) {
                    missing.add("/w/" + i);
                }
            }
            assertThat(missing).isEmpty();
            assertThat(written).isPositive();
            assertThat(zk.getSessionId()).isEqualTo(session);
        }

        @Override
        public void close() throws Exception {
            stopping.set(true);
            thread.join();
            zk.close();
        }
    }
}
