package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Role;
import io.arkeeper.core.Seat;
import io.arkeeper.core.membership.MembershipStep.Add;
import io.arkeeper.core.membership.MembershipStep.Remove;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the configuration of three members' servers in this process. */
@Timeout(120)
final class ReconfigurerIT {

    private static final int MAJORITY = 2;

    @TempDir
    private Path root;

    private List<EmbeddedPeer> servers;
    private QuorumPeer leader;
    private Reconfigurer reconfigurer;

    @BeforeEach
    void form() throws Exception {
        Superuser.install(); // as every member does: ZooKeeper reads it once in the life of a process
        servers = EmbeddedPeer.startAllForChanges(root);
        EmbeddedPeer leading = EmbeddedPeer.leader(servers);
        leader = leading.peer();
        reconfigurer = new Reconfigurer(new InetSocketAddress(EmbeddedPeer.address(leading.id()), 2181));
    }

    @AfterEach
    void stop() throws Exception {
        for (EmbeddedPeer server : servers) {
            server.stop();
        }
    }

    private long version() {
        return leader.getQuorumVerifier().getVersion();
    }

    private static Add observer(int id, long version) {
        Seat seat = new Seat(new MemberId(id), EmbeddedPeer.address(id), 2888, 3888, Role.OBSERVER, 2181);
        return new Add(seat, version, "a test");
    }

    @Test
    void ofTwoChangesPlannedFromOneVersionTheSecondIsRefusedAndChangesNothing() throws Exception {
        long planned = version();
        EnsembleConfig first = reconfigurer.perform(observer(4, planned));

        assertThatThrownBy(() -> reconfigurer.perform(observer(5, planned)))
                .isInstanceOf(Refused.class)
                .hasMessage("another configuration came into force meanwhile");
        assertThatThrownBy(() -> reconfigurer.perform(new Remove(new MemberId(4), planned, "a test")))
                .isInstanceOf(Refused.class)
                .hasMessage("another configuration came into force meanwhile");

        assertThat(version()).isEqualTo(first.version());
        assertThat(leader.getQuorumVerifier().getAllMembers()).containsOnlyKeys(1L, 2L, 3L, 4L);
    }

    @Test
    void aChangeThatIsPerformedIsInForceAtTheLeaderAndAtAMajority() throws Exception {
        long before = version();

        EnsembleConfig config = reconfigurer.perform(observer(4, before));

        assertThat(config.version()).isGreaterThan(before);
        assertThat(version()).isEqualTo(config.version());
        assertThat(leader.getLastSeenQuorumVerifier().getVersion()).isEqualTo(config.version());
        assertThat(servers)
                .filteredOn(server -> server.peer().getQuorumVerifier().getVersion() == config.version())
                .hasSizeGreaterThanOrEqualTo(MAJORITY);
        assertThat(leader.getActiveServer().getLastProcessedZxid())
                .as("a write behind the change, which the new configuration's quorum acknowledged")
                .isGreaterThan(config.version());
    }
}
