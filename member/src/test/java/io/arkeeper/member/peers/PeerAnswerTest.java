package io.arkeeper.member.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class PeerAnswerTest {

    private static final MemberIdentity PEER = new MemberIdentity("prod", "zk", 1);
    private static final EnsembleId ENSEMBLE = new EnsembleId("00000000000000f1");
    private static final String LINE = "server.1=zk-0.h.prod.svc.cluster.local:2888:3888:participant;0.0.0.0:2181";

    private static String body(String more) {
        return "{\"namespace\":\"prod\",\"statefulSet\":\"zk\",\"ordinal\":1,\"servers\":3" + more + "}";
    }

    private static PeerStatement statement(MemberIdentity expected, String body) {
        return PeerAnswer.read(expected, body).statement();
    }

    @Test
    void whoServesBehindALeaderWasSyncedByIt_inThatEpochOnly() {
        PeerReport report = PeerAnswer.read(
                PEER,
                body(",\"ready\":true,\"disk\":{\"content\":\"DATA\"},\"leader\":3,\"epoch\":7,\"leaving\":true"));

        assertThat(report.leaving()).isTrue();
        assertThat(report.servesBehind(new MemberId(3), OptionalLong.of(7))).isTrue();
        assertThat(report.servesBehind(new MemberId(3), OptionalLong.of(8))).isFalse();
        assertThat(report.servesBehind(new MemberId(1), OptionalLong.of(7))).isFalse();
        assertThat(PeerReport.silent("away").servesBehind(new MemberId(3), OptionalLong.empty()))
                .isFalse();
    }

    @Test
    void whoIsSomebodyElseOrRunsAnotherZooKeeperIsNotToBeLetIn() {
        String disk = ",\"disk\":{\"content\":\"EMPTY\"}";

        assertThat(PeerAnswer.read(PEER, body(disk + ",\"zookeeper\":\"3.9.1\""))
                        .objection())
                .isEmpty();
        assertThat(PeerAnswer.read(PEER, body(disk + ",\"zookeeper\":\"3.8.4\""))
                        .objection())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("it runs ZooKeeper 3.8.4, which is too old for the leader's 3.9."));
        assertThat(PeerAnswer.read(new MemberIdentity("other", "zk", 1), body(disk))
                        .objection())
                .hasValue("it is prod/zk-1");
    }

    @Test
    void anEmptyPeer() {
        assertThat(statement(PEER, body(",\"ready\":false,\"disk\":{\"content\":\"EMPTY\"}")))
                .isEqualTo(new Spoke(DiskContent.EMPTY, 3, Optional.empty(), false, Optional.empty()));
    }

    @Test
    void aServingPeerTellsItsConfiguration() {
        assertThat(statement(
                        PEER,
                        body(
                                ",\"ensemble\":\"00000000000000f1\",\"ready\":true,\"disk\":{\"content\":\"DATA\"},\"configVersion\":\"0x100000000\","
                                        + "\"config\":[\"" + LINE + "\"]")))
                .isEqualTo(new Spoke(
                        DiskContent.DATA,
                        3,
                        Optional.of(EnsembleConfig.parse(0x100000000L, LINE)),
                        true,
                        Optional.of(ENSEMBLE)));
    }

    @Test
    void anEmptyPeerTellsWhatItProposes() {
        assertThat(statement(PEER, body(",\"proposal\":\"00000000000000f1\",\"disk\":{\"content\":\"EMPTY\"}")))
                .isEqualTo(new Spoke(DiskContent.EMPTY, 3, Optional.empty(), false, Optional.of(ENSEMBLE)));
    }

    @Test
    void whoseDiskBelongsToAnotherEnsembleIsObjectedTo() {
        PeerReport peer =
                PeerAnswer.read(PEER, body(",\"ensemble\":\"00000000000000f1\",\"disk\":{\"content\":\"DATA\"}"));

        assertThat(peer.objectionOf(Optional.of(new EnsembleId("00000000000000f2"))))
                .hasValue("its disk belongs to ensemble 00000000000000f1, this is 00000000000000f2");
        assertThat(peer.objectionOf(Optional.of(ENSEMBLE))).isEmpty();
        assertThat(peer.objectionOf(Optional.empty())).isEmpty();
    }

    @Test
    void aPeerThatHasNotLookedYetIsUnknown() {
        assertThat(statement(PEER, body(",\"disk\":{}"))).isEqualTo(new Silent("it has not looked at its disk yet"));
    }

    @Test
    void anObserverIsKnownAsOne() {
        MemberIdentity observer = new MemberIdentity("prod", "zk-observer", 1, Role.OBSERVER);
        String answer = "{\"namespace\":\"prod\",\"statefulSet\":\"zk-observer\",\"ordinal\":1,\"servers\":3,"
                + "\"observer\":true,\"disk\":{\"content\":\"EMPTY\"}}";

        assertThat(statement(observer, answer))
                .isEqualTo(new Spoke(DiskContent.EMPTY, 3, Optional.empty(), false, Optional.empty()));
        assertThat(statement(PEER, answer)).isEqualTo(new Silent("prod/zk-observer-1 answers under its name"));
    }

    @Test
    void anotherPodAtThePeersAddressIsUnknown() {
        assertThat(statement(new MemberIdentity("prod", "zk", 2), body(",\"disk\":{\"content\":\"EMPTY\"}")))
                .isEqualTo(new Silent("prod/zk-1 answers under its name"));
    }

    @Test
    void whatIsNotUnderstoodIsUnknownAndNeverEmpty() {
        assertThat(statement(PEER, "<html>")).isInstanceOf(Silent.class);
        assertThat(statement(PEER, body(",\"disk\":{\"content\":\"NEW_KIND\"}")))
                .isInstanceOf(Silent.class);
        assertThat(statement(PEER, "{}")).isInstanceOf(Silent.class);
    }
}
