package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleConfigTest {

    private static final Topology TOPOLOGY = new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 1);

    private static final EnsembleConfig TWO_VOTERS_ONE_OBSERVER = EnsembleConfig.of(
            0x100000007L,
            List.of(
                    TOPOLOGY.seat(MemberId.ofOrdinal(9), Role.OBSERVER),
                    TOPOLOGY.seat(MemberId.ofOrdinal(1), Role.VOTER),
                    TOPOLOGY.seat(MemberId.ofOrdinal(0), Role.VOTER)));

    /** As the node {@code /zookeeper/config} of 3.9.5 reads. */
    private static final String NODE = """
            server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
            server.2=zk-1.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
            server.10=zk-9.zk-headless.ns.svc.cluster.local:2888:3888:observer;0.0.0.0:2181
            version=100000007""";

    /** As 3.9.5 writes {@code zoo.cfg.dynamic.100000007}: sorted as text, and no line end at the end. */
    private static final String FILE = """
            server.10=zk-9.zk-headless.ns.svc.cluster.local:2888:3888:observer;0.0.0.0:2181
            server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
            server.2=zk-1.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181""";

    @Test
    void readsTheConfigurationNode() {
        assertThat(EnsembleConfig.parse(5, NODE)).isEqualTo(TWO_VOTERS_ONE_OBSERVER);
    }

    @Test
    void readsTheDynamicFileWhoseVersionIsInItsName() {
        assertThat(EnsembleConfig.parse(0x100000007L, FILE)).isEqualTo(TWO_VOTERS_ONE_OBSERVER);
    }

    @Test
    void readsWhatItWrites() {
        String text = TWO_VOTERS_ONE_OBSERVER.text();

        assertThat(text).isEqualTo("""
                        server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
                        server.2=zk-1.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181
                        server.10=zk-9.zk-headless.ns.svc.cluster.local:2888:3888:observer;0.0.0.0:2181
                        """);
        assertThat(EnsembleConfig.parse(0x100000007L, text)).isEqualTo(TWO_VOTERS_ONE_OBSERVER);
    }

    @Test
    void skipsBlankAndOtherLines() {
        assertThat(EnsembleConfig.parse(0x100000007L, "\n# a remark\n" + FILE + "\n\nweight.1=1\n"))
                .isEqualTo(TWO_VOTERS_ONE_OBSERVER);
    }

    @Test
    void refusesALineItCannotRead() {
        assertThatThrownBy(() -> EnsembleConfig.parse(0, "server.1=zk-0:2888"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("server line is 'server.1=zk-0:2888', expected server.N=host:port:port:role;clientPort;"
                        + " mend it, or restore the file from another member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seven", "", "-1", "0x7", "10000000000000000", "8000000000000000"})
    void refusesAVersionThatIsNoZxid(String version) {
        assertThatThrownBy(() -> EnsembleConfig.parse(0, "version=" + version))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("configuration version is '" + version + "', expected a hexadecimal number;"
                        + " mend it, or restore the file from another member");
    }

    @Test
    void writesItsVersionAsZooKeeperNamesFiles() {
        assertThat(TWO_VOTERS_ONE_OBSERVER.versionText()).isEqualTo("100000007");
        assertThat(TWO_VOTERS_ONE_OBSERVER.atVersion(0x1fL).versionText()).isEqualTo("1f");
        assertThat(EnsembleConfig.parse(0, "version=7fffffffffffffff").version())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void tellsVotersFromObservers() {
        assertThat(TWO_VOTERS_ONE_OBSERVER.voters()).containsExactly(new MemberId(1), new MemberId(2));
        assertThat(TWO_VOTERS_ONE_OBSERVER.observers()).containsExactly(new MemberId(10));
        assertThat(TWO_VOTERS_ONE_OBSERVER.isVoter(new MemberId(2))).isTrue();
        assertThat(TWO_VOTERS_ONE_OBSERVER.isVoter(new MemberId(10))).isFalse();
        assertThat(TWO_VOTERS_ONE_OBSERVER.has(new MemberId(10))).isTrue();
        assertThat(TWO_VOTERS_ONE_OBSERVER.has(new MemberId(3))).isFalse();
        assertThat(TWO_VOTERS_ONE_OBSERVER.seat(new MemberId(3))).isEmpty();
    }

    @Test
    void changesWithoutChangingItself() {
        EnsembleConfig changed = TWO_VOTERS_ONE_OBSERVER
                .without(new MemberId(1))
                .with(TOPOLOGY.seat(MemberId.ofOrdinal(2), Role.VOTER))
                .with(TOPOLOGY.seat(MemberId.ofOrdinal(9), Role.VOTER));

        assertThat(changed)
                .isEqualTo(EnsembleConfig.of(
                        0x100000007L,
                        List.of(
                                TOPOLOGY.seat(MemberId.ofOrdinal(1), Role.VOTER),
                                TOPOLOGY.seat(MemberId.ofOrdinal(2), Role.VOTER),
                                TOPOLOGY.seat(MemberId.ofOrdinal(9), Role.VOTER))));
        assertThat(TWO_VOTERS_ONE_OBSERVER.voters()).containsExactly(new MemberId(1), new MemberId(2));
    }

    @ParameterizedTest(name = "{0} voters: {1} are a majority")
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "7, 4"})
    void needsMoreThanHalfOfTheVoters(int voters, int majority) {
        EnsembleConfig config = EnsembleConfig.of(
                0,
                IntStream.range(0, voters)
                        .mapToObj(ordinal -> TOPOLOGY.seat(MemberId.ofOrdinal(ordinal), Role.VOTER))
                        .toList());
        List<MemberId> ids = List.copyOf(config.voters());

        assertThat(config.majority()).isEqualTo(majority);
        assertThat(config.isQuorum(ids.subList(0, majority))).isTrue();
        assertThat(config.isQuorum(ids.subList(0, majority - 1))).isFalse();
    }

    @Test
    void countsNeitherObserversNorStrangers() {
        assertThat(TWO_VOTERS_ONE_OBSERVER.isQuorum(List.of(new MemberId(1), new MemberId(10), new MemberId(77))))
                .isFalse();
    }

    @Test
    void hasNoQuorumWithoutVoters() {
        assertThat(EnsembleConfig.of(0, List.of()).isQuorum(List.of())).isFalse();
    }
}
