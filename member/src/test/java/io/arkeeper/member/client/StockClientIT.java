package io.arkeeper.member.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client whose session ends while it asks nothing. */
final class StockClientIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path root;

    @Test
    void aPersistentRequestOpensANewSession() throws Exception {
        TestNames.lead("127.0.77.1");
        try (TestMember member = TestMember.start(TestMember.settings(root, 0, 1))) {
            await().atMost(DEADLINE).until(() -> member.get("/readyz").statusCode() == 200);
            StockClient client = new StockClient(member.clients(), Duration.ofSeconds(30));

            expire(client, member.clients());
            assertThatThrownBy(() -> client.call(StockClientIT::children))
                    .isInstanceOf(KeeperException.SessionExpiredException.class);

            expire(client, member.clients());
            int children = client.callPersistently(StockClientIT::children, DEADLINE);
            assertThat(children).isPositive();
            client.close();
        }
    }

    private static int children(ZooKeeper zk) throws KeeperException, InterruptedException {
        return zk.exists("/", false).getNumChildren();
    }

    /** Whoever else closes its session has ended it for the client as well. */
    private static void expire(StockClient client, String servers) throws Exception {
        client.callPersistently(StockClientIT::children, DEADLINE);
        ZooKeeper own = client.call(zk -> zk);
        try (ZooKeeper other =
                new ZooKeeper(servers, 30_000, event -> {}, own.getSessionId(), own.getSessionPasswd())) {
            await().atMost(DEADLINE).until(() -> other.getState().isConnected());
        }
        await().atMost(DEADLINE).until(() -> own.getState() == ZooKeeper.States.CLOSED);
    }
}
