package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {

    private static final Topology THREE =
            new Topology("prod", "myzk-zookeeper", "myzk-zookeeper-headless", "cluster.local", Ports.DEFAULT, 3);

    @Test
    void namesPodsThroughTheHeadlessService() {
        assertThat(THREE.host(new MemberId(3)))
                .isEqualTo("myzk-zookeeper-2.myzk-zookeeper-headless.prod.svc.cluster.local");
    }

    @Test
    void seatsAMemberWithItsPorts() {
        assertThat(THREE.seat(MemberId.ofOrdinal(3), Role.OBSERVER))
                .isEqualTo(new Seat(
                        new MemberId(4),
                        "myzk-zookeeper-3.myzk-zookeeper-headless.prod.svc.cluster.local",
                        2888,
                        3888,
                        Role.OBSERVER,
                        2181));
    }

    @Test
    void wantsTheLowestOrdinals() {
        assertThat(THREE.wanted()).containsExactly(new MemberId(1), new MemberId(2), new MemberId(3));
    }

    @Test
    void beginsWithAllWantedMembersAsVoters() {
        assertThat(THREE.withServers(1).initialConfig())
                .isEqualTo(EnsembleConfig.of(0, List.of(THREE.seat(MemberId.ofOrdinal(0), Role.VOTER))));
        assertThat(THREE.initialConfig().voters()).containsExactlyElementsOf(THREE.wanted());
    }

    @Test
    void observersAreSeatedBesideTheVotersAndFormNothing() {
        Topology both = THREE.withObservers(2);

        assertThat(both.initialConfig()).isEqualTo(THREE.initialConfig());
        assertThat(both.wantedConfig().voters()).containsExactlyElementsOf(THREE.wanted());
        assertThat(both.wantedConfig().observers()).containsExactly(new MemberId(101), new MemberId(102));
        assertThat(both.host(new MemberId(102)))
                .isEqualTo("myzk-zookeeper-observer-1.myzk-zookeeper-headless.prod.svc.cluster.local");
    }

    @ParameterizedTest
    @CsvSource({"-1", "101"})
    void refusesOtherNumbersOfObservers(int observers) {
        assertThatThrownBy(() -> THREE.withObservers(observers))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(
                        "observers is " + observers + ", expected 0 to 100; use as few as serve the reads there are");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2  | an even number costs speed and buys no safety: use 3
            4  | an even number costs speed and buys no safety: use 5
            6  | an even number costs speed and buys no safety: use 7
            0  | use 3, which survives the loss of one
            -1 | use 3, which survives the loss of one
            8  | use 3, which survives the loss of one
            9  | use 3, which survives the loss of one
            """)
    void refusesOtherNumbersOfServers(int servers, String advice) {
        assertThatThrownBy(() -> THREE.withServers(servers))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("servers is " + servers + ", expected 1, 3, 5 or 7; " + advice);
    }

    @Test
    void aConfigurationIsItsOwnByPodAndNamespace_whateverServiceAndDomainWereCalled() {
        Topology topology = new Topology("prod", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 3, 1);

        assertThat(topology.isNamedBy(topology.wantedConfig())).isTrue();
        assertThat(topology.isNamedBy(named("server.1=zk-0.hs.prod.svc.example.org:2888:3888")))
                .isTrue();
        assertThat(topology.isNamedBy(named("server.101=zk-observer-0.zk-headless.prod.svc.x:2888:3888")))
                .isTrue();
        assertThat(topology.isNamedBy(named("server.1=zk-0:2888:3888"))).isTrue();
    }

    @Test
    void aConfigurationOfAnotherReleaseOrNamespaceIsNotItsOwn() {
        Topology topology = new Topology("prod", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 3);

        assertThat(topology.isNamedBy(named("server.1=zk-0.zk-headless.staging.svc.cluster.local:2888:3888")))
                .isFalse();
        assertThat(topology.isNamedBy(named("server.1=other-0.zk-headless.prod.svc.cluster.local:2888:3888")))
                .isFalse();
        assertThat(topology.isNamedBy(named("server.1=zk-1.zk-headless.prod.svc.cluster.local:2888:3888")))
                .isFalse();
    }

    private static EnsembleConfig named(String lines) {
        return EnsembleConfig.parse(9, lines);
    }
}
