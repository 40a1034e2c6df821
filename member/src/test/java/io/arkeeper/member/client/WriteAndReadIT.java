package io.arkeeper.member.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code helm test} runs, against a member. */
final class WriteAndReadIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path root;

    @Test
    void whatIsWrittenIsReadAndDeleted() throws Exception {
        TestNames.lead("127.0.77.1");
        try (TestMember member = TestMember.start(TestMember.settings(root, 0, 1))) {
            await().atMost(DEADLINE).until(() -> member.get("/readyz").statusCode() == 200);

            String told = new WriteAndRead(member.clients(), "/a", "value").once();

            assertThat(told)
                    .startsWith(member.clients() + ": wrote /a through ")
                    .endsWith(", and deleted it");
            try (ZooKeeper client = new ZooKeeper(member.clients(), 10_000, event -> {})) {
                assertThat(client.getChildren("/", false)).isEqualTo(List.of("zookeeper"));
            }
        }
    }

    @Test
    void nobodyThereIsGivenUpInTime() throws Exception {
        assertThat(new WriteAndRead("127.0.77.2:1", "/a", "value").tryFor(Duration.ofSeconds(1)))
                .isFalse();
    }

    @Test
    void anotherValueThanTheWrittenOneIsNoSuccess() throws Exception {
        TestNames.lead("127.0.77.1");
        try (TestMember member = TestMember.start(TestMember.settings(root, 0, 1))) {
            await().atMost(DEADLINE).until(() -> member.get("/readyz").statusCode() == 200);
            try (ZooKeeper client = new ZooKeeper(member.clients(), 10_000, event -> {})) {
                client.create("/a", "other".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }

            assertThatThrownBy(() -> new WriteAndRead(member.clients(), "/a", "value").once())
                    .hasMessage("/a is other, expected value");
        }
    }
}
