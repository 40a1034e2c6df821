package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.server.SuperuserOfThisProcess;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ZOOKEEPER-4708 with real members: a leader whose name leads elsewhere must still be able to commit. */
final class NamesIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path root;

    private final List<TestMember> members = new ArrayList<>();

    @BeforeEach
    void threeMembers() throws Exception {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            members.add(TestMember.start(TestMember.settings(root, ordinal, 3)));
        }
        for (TestMember member : members) {
            await().atMost(DEADLINE).until(() -> member.get("/readyz").statusCode() == 200);
        }
    }

    @AfterEach
    void stop() {
        members.forEach(TestMember::close);
    }

    @Test
    void aReconfigurationWhileTheLeadersNameLeadsElsewhereIsCommittedAndWritesGoOn() throws Exception {
        int leader = ordinalOfLeader();
        int leaving = leader == 0 ? 1 : 0;
        String[] addresses = {"127.0.77.1", "127.0.77.2", "127.0.77.3"};
        addresses[leader] = "127.0.77.99";
        TestNames.lead(addresses);

        String servers = members.stream().map(TestMember::clients).collect(Collectors.joining(","));
        try (ZooKeeperAdmin admin = new ZooKeeperAdmin(servers, 10_000, event -> {})) {
            admin.addAuthInfo("digest", SuperuserOfThisProcess.credentials());
            // the whole new configuration as text: ZooKeeper resolves every name in it anew
            String remaining = members.get(leader).member().status().config().orElseThrow().lines().stream()
                    .filter(line -> !line.startsWith("server.%d=".formatted(leaving + 1)))
                    .collect(Collectors.joining(","));
            admin.reconfigure(null, null, remaining, -1, null);
        }

        try (ZooKeeper client = new ZooKeeper(members.get(leader).clients(), 10_000, event -> {})) {
            CountDownLatch acknowledged = new CountDownLatch(1);
            client.create(
                    "/after",
                    new byte[0],
                    ZooDefs.Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT,
                    (code, path, context, name) -> acknowledged.countDown(),
                    null);
            assertThat(acknowledged.await(10, TimeUnit.SECONDS))
                    .as("a write through the leader is acknowledged")
                    .isTrue();
            assertThat(client.exists("/after", false)).isNotNull();
        }
        assertThat(ordinalOfLeader()).isEqualTo(leader);
    }

    private int ordinalOfLeader() throws Exception {
        for (int ordinal = 0; ordinal < members.size(); ordinal++) {
            if (members.get(ordinal).get("/readyz").body().startsWith("leads ")) {
                return ordinal;
            }
        }
        throw new AssertionError("nobody leads");
    }
}
