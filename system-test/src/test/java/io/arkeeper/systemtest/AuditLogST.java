package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who changed what, from a member's standard output. */
final class AuditLogST {

    @TempDir
    private Path root;

    private List<Map<String, Object>> audited(String pod) throws IOException {
        List<Map<String, Object>> events = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("logs").resolve(pod + ".log"))) {
            if (line.startsWith("{\"audit\":true,")) {
                events.add(JSON.std.mapFrom(line));
            }
        }
        return events;
    }

    private static List<String> summaries(List<Map<String, Object>> events) {
        return events.stream()
                .map(event -> event.get("operation") + " " + event.get("znode") + " " + event.get("result"))
                .toList();
    }

    @Test
    void changesAreToldWithWhoMadeThem_alsoThoseThatWereRefused() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 1, "auditLog: true")) {
            String session;
            try (ZooKeeper client = TestEnsemble.connect(ensemble.clients())) {
                client.create("/a", new byte[0], ZooDefs.Ids.READ_ACL_UNSAFE, CreateMode.PERSISTENT);
                client.getData("/a", false, null);
                assertThatThrownBy(() -> client.setData("/a", new byte[1], -1))
                        .isInstanceOf(KeeperException.NoAuthException.class);
                client.multi(List.of(
                        Op.create("/c", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                        Op.delete("/a", -1)));
                session = "0x" + Long.toHexString(client.getSessionId());
            }
            String pod = ensemble.pod(0);
            await().atMost(TestEnsemble.DEADLINE).untilAsserted(() -> assertThat(summaries(audited(pod)))
                    .contains("create /a success", "setData /a failure", "create /c success", "delete /a success"));
            assertThat(audited(pod))
                    .filteredOn(event -> "/c".equals(event.get("znode")))
                    .singleElement()
                    .satisfies(event -> assertThat(event)
                            .containsEntry("session", session)
                            .containsEntry("ip", "127.0.0.1")
                            .containsEntry("znode_type", "persistent")
                            .containsKeys("time", "user"));
        }
    }

    @Test
    void withoutTheValueNothingIsAudited() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.started(root, 1)) {
            try (ZooKeeper client = TestEnsemble.connect(ensemble.clients())) {
                client.create("/a", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
            assertThat(audited(ensemble.pod(0))).isEmpty();
        }
    }
}
