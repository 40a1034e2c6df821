package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MemberViewTest {

    @Test
    void readsWhatAServingMemberSays() {
        String json = """
                {"name":"myzk-zookeeper-0","namespace":"default","statefulSet":"myzk-zookeeper","ordinal":0,"id":1,
                 "version":"0.1.0","zookeeper":"3.9.5","pid":123,"time":"2026-11-23T09:00:00Z","startedAt":"2026-11-23T08:00:00Z","state":"RUNNING",
                 "ready":true,"reason":"follows myzk-zookeeper-2 as voter in epoch 1","role":"follower","leader":3,
                 "epoch":1,"zxid":"0x100000003","configVersion":"0x100000000","servers":3,"connections":2,"znodes":5,
                 "ensemble":"00000000000000f1","config":["server.1=a.b:2888:3888:participant;0.0.0.0:2181"],"peers":[],"disk":{"content":"DATA","freeBytes":300,
                 "totalBytes":400},"auth":{"sasl":true,"warning":"the KDC has another key"},"controlPort":8081}
                """;

        assertThat(MemberView.read(json))
                .contains(new MemberView(
                        "myzk-zookeeper-0",
                        1,
                        "RUNNING",
                        true,
                        "follows myzk-zookeeper-2 as voter in epoch 1",
                        "follower",
                        Optional.of(3),
                        Optional.of(1L),
                        Optional.of("0x100000003"),
                        Optional.of("0x100000000"),
                        Optional.of(2L),
                        Optional.of(123L),
                        Optional.of(
                                EnsembleConfig.parse(0x100000000L, "server.1=a.b:2888:3888:participant;0.0.0.0:2181")),
                        Optional.of(new MemberView.Disk(300, 400)),
                        Optional.of(Instant.parse("2026-11-23T09:00:00Z")),
                        Optional.of("00000000000000f1"),
                        Optional.empty(),
                        Optional.of("the KDC has another key"),
                        Optional.of(8081)));
    }

    @Test
    void readsWhatAMemberSaysOfItsTls() {
        String json = """
                {"name":"a-0","id":1,"state":"RUNNING","ready":true,"tls":{"wanted":true,"required":false,
                 "notAfter":"2027-01-01T00:00:00Z","warning":"the certificate expires in 9 days"}}
                """;

        assertThat(MemberView.read(json).orElseThrow().tls())
                .hasValue(new MemberView.Tls(
                        true,
                        false,
                        Instant.parse("2027-01-01T00:00:00Z"),
                        Optional.of("the certificate expires in 9 days")));
    }

    @Test
    void whereMembersSpeakTlsTheQuestionGoesInside() {
        HttpGet.Answer refused = new HttpGet.Answer(
                426,
                "members speak TLS: ask on httpsPort with a member's certificate, or on controlPort 8081 inside the pod");
        HttpGet.Answer answered = new HttpGet.Answer(200, "{}");

        assertThat(refused.orInside(port -> new HttpGet.Answer(200, "asked " + port)))
                .isEqualTo(new HttpGet.Answer(200, "asked 8081"));
        assertThat(answered.orInside(port -> refused)).isEqualTo(answered);
    }

    @Test
    void whatAMemberDoesNotKnowYetIsEmpty() {
        assertThat(MemberView.read("{\"name\":\"a-0\",\"id\":1,\"state\":\"ASKING_PEERS\",\"ready\":false}"))
                .contains(new MemberView(
                        "a-0",
                        1,
                        "ASKING_PEERS",
                        false,
                        "",
                        "none",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void somethingElseIsNoMember() {
        assertThat(MemberView.read("<html>")).isEmpty();
        assertThat(MemberView.read("{\"hello\":\"world\"}")).isEmpty();
    }
}
