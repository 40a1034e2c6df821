package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.testing.PeerMessages;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.server.quorum.QuorumPeer.ServerState;
import org.apache.zookeeper.server.quorum.Vote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server 1 is elected with the vote of 2, who then follows 3. The test is 2 and 3. */
@Timeout(120)
final class ForsakenLeaderIT {

    private static final Duration INIT_LIMIT = Duration.ofSeconds(20);
    private static final Duration SOON = INIT_LIMIT.dividedBy(2);
    private static final int ROUND = 1; // the first election of a server that has just started

    @TempDir
    private Path root;

    private EmbeddedPeer server;
    private Socket second;
    private Socket third;

    @BeforeEach
    void elect() throws Exception {
        Superuser.install();
        server = EmbeddedPeer.startFirst(root);
        await().atMost(INIT_LIMIT).until(() -> server.peer().getPeerState() == ServerState.LOOKING);
        await().atMost(INIT_LIMIT).ignoreExceptions().until(this::isVotedForBySecond);
        await().atMost(INIT_LIMIT).until(() -> server.peer().getPeerState() == ServerState.LEADING);
    }

    private boolean isVotedForBySecond() throws IOException {
        second = connected(2);
        say(second, new Vote(1, 0, ROUND, 0), ServerState.LOOKING);
        return true;
    }

    private static Socket connected(int id) throws IOException {
        Socket socket = new Socket(EmbeddedPeer.address(1), 3888);
        socket.getOutputStream().write(PeerMessages.electionOpening(id, "%s:3888".formatted(EmbeddedPeer.address(id))));
        return socket;
    }

    private static void say(Socket socket, Vote vote, ServerState state) throws IOException {
        socket.getOutputStream().write(PeerMessages.notification(vote, state, EmbeddedPeer.serverLines()));
    }

    @AfterEach
    void stop() throws Exception {
        second.close();
        if (third != null) {
            third.close();
        }
        server.stop();
    }

    @Test
    void itLooksAgainAsSoonAsNoQuorumIsLeft() throws IOException {
        say(second, new Vote(3, 0x100000000L, ROUND, 1), ServerState.LOOKING);
        third = connected(3);
        say(third, new Vote(3, 0x100000000L, ROUND, 1), ServerState.LEADING);

        await().atMost(SOON).until(() -> server.peer().getPeerState() == ServerState.LOOKING);
    }

    @Test
    void itIsElectedAgainByWhoHasGivenItUp() throws IOException {
        third = connected(3);
        say(third, new Vote(3, 0, ROUND, 0), ServerState.LOOKING);
        say(second, new Vote(2, 0, ROUND + 1, 0), ServerState.LOOKING);
        await().atMost(SOON).until(() -> server.peer().getPeerState() == ServerState.LOOKING);

        say(second, new Vote(2, 0, ROUND + 1, 0), ServerState.LOOKING);
        say(second, new Vote(1, 0, ROUND + 1, 0), ServerState.LOOKING);
        say(third, new Vote(1, 0, ROUND + 1, 0), ServerState.LOOKING);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(server.peer().getPeerState()).isNotEqualTo(ServerState.LOOKING));
    }
}
