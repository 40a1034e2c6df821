package io.arkeeper.member.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PeerAnswerTest {

    private static final MemberIdentity PEER = new MemberIdentity("prod", "zk", 1);
    private static final String LINE = "server.1=zk-0.h.prod.svc.cluster.local:2888:3888:participant;0.0.0.0:2181";

    private static String body(String more) {
        return "{\"namespace\":\"prod\",\"statefulSet\":\"zk\",\"ordinal\":1,\"servers\":3" + more + "}";
    }

    @Test
    void anEmptyPeer() {
        assertThat(PeerAnswer.read(PEER, body(",\"ready\":false,\"disk\":{\"content\":\"EMPTY\"}")))
                .isEqualTo(new Spoke(DiskContent.EMPTY, 3, Optional.empty(), false));
    }

    @Test
    void aServingPeerTellsItsConfiguration() {
        assertThat(PeerAnswer.read(
                        PEER,
                        body(",\"ready\":true,\"disk\":{\"content\":\"DATA\"},\"configVersion\":\"0x100000000\","
                                + "\"config\":[\"" + LINE + "\"]")))
                .isEqualTo(new Spoke(DiskContent.DATA, 3, Optional.of(EnsembleConfig.parse(0x100000000L, LINE)), true));
    }

    @Test
    void aPeerThatHasNotLookedYetIsUnknown() {
        assertThat(PeerAnswer.read(PEER, body(",\"disk\":{}")))
                .isEqualTo(new Silent("it has not looked at its disk yet"));
    }

    @Test
    void anotherPodAtThePeersAddressIsUnknown() {
        assertThat(PeerAnswer.read(new MemberIdentity("prod", "zk", 2), body(",\"disk\":{\"content\":\"EMPTY\"}")))
                .isEqualTo(new Silent("prod/zk-1 answers under its name"));
    }

    @Test
    void whatIsNotUnderstoodIsUnknownAndNeverEmpty() {
        assertThat(PeerAnswer.read(PEER, "<html>")).isInstanceOf(Silent.class);
        assertThat(PeerAnswer.read(PEER, body(",\"disk\":{\"content\":\"NEW_KIND\"}")))
                .isInstanceOf(Silent.class);
        assertThat(PeerAnswer.read(PEER, "{}")).isInstanceOf(Silent.class);
    }
}
