package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeatDifferencesTest {

    private static final Seat SEAT =
            new Seat(new MemberId(1), "zk-0.zk-headless.a.svc.cluster.local", 2888, 3888, Role.VOTER, 2181);

    @Test
    void seatsThatAgreeDifferInNothing() {
        assertThat(SeatDifferences.between(SEAT, SEAT)).isEmpty();
    }

    @Test
    void aRoleIsTheLeadersBusiness() {
        assertThat(SeatDifferences.between(SEAT.as(Role.OBSERVER), SEAT)).isEmpty();
    }

    @Test
    void eachDifferenceIsAClauseThatSaysWhoWins() {
        Seat settings = new Seat(SEAT.id(), "zk-0.peers.a.svc.corp.example", 2889, 3889, Role.VOTER, 2182);

        assertThat(SeatDifferences.between(SEAT, settings))
                .containsExactly(
                        "its name is zk-0.zk-headless.a.svc.cluster.local in the configuration and"
                                + " zk-0.peers.a.svc.corp.example in its settings, and the members use the first",
                        "serverPort is 2888 in the configuration and 2889 in its settings, and the members use the first",
                        "leaderElectionPort is 3888 in the configuration and 3889 in its settings, and the members use the"
                                + " first",
                        "clientPort is 2181 in the configuration and 2182 in its settings, and it listens on the second,"
                                + " while clients that read /zookeeper/config are sent to the first");
    }
}
