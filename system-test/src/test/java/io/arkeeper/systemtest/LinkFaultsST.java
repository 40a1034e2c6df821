package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.arkeeper.systemtest.network.Link;
import io.arkeeper.systemtest.network.NamespaceNetwork;
import io.arkeeper.systemtest.network.NetworkUnavailable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links between members that lose everything, both ways and one way, while clients write. */
final class LinkFaultsST {

    private static final int SERVERS = 3;

    @TempDir
    private Path root;

    private NamespaceNetwork network;
    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @BeforeEach
    void threeMembersUnderWrites() {
        try {
            network = NamespaceNetwork.of(SERVERS);
        } catch (NetworkUnavailable e) {
            System.out.println("SKIPPED, links cannot be cut: " + e.getMessage());
            abort(e.getMessage());
        }
        ensemble = TestEnsemble.started(root, SERVERS, SERVERS, Optional.of(network), Optional.empty());
        writes = CheckedWrites.to(ensemble);
    }

    @AfterEach
    void stop() throws Exception {
        if (writes != null) {
            writes.close();
        }
        if (ensemble != null) {
            ensemble.close();
        }
        if (network != null) {
            network.close();
        }
    }

    private void everythingIsBackAndThere() throws Exception {
        network.restore();
        ensemble.awaitVoters(SERVERS);
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
    }

    private int ordinal(String pod) {
        return ensemble.names().indexOf(pod);
    }

    @Test
    void theLeaderIsCutOff_anotherLeadsAndTheFormerOneGivesUp() throws Exception {
        String leader = ensemble.leader();

        network.cut(Link.split(Set.of(ordinal(leader)), SERVERS));
        String next = ensemble.leaderOtherThan(leader);
        writes.awaitMore(20);
        await("the former leader gives up")
                .atMost(TestEnsemble.DEADLINE)
                .until(() -> ensemble.ask(leader).filter(view -> !view.ready()).isPresent());

        everythingIsBackAndThere();
        assertThat(ensemble.leader()).isEqualTo(next);
    }

    @Test
    void nobodyHearsTheLeader_anotherLeads() throws Exception {
        String leader = ensemble.leader();

        network.cut(Link.from(ordinal(leader), SERVERS));
        ensemble.leaderOtherThan(leader);
        writes.awaitMore(20);

        everythingIsBackAndThere();
    }

    @Test
    void theLeaderHearsNobody_itGivesUpAndComesBack() throws Exception {
        String leader = ensemble.leader();

        network.cut(Link.to(ordinal(leader), SERVERS));
        await("the leader gives up")
                .atMost(TestEnsemble.DEADLINE)
                .until(() -> ensemble.ask(leader).filter(view -> !view.ready()).isPresent());

        everythingIsBackAndThere();
    }
}
