package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeatTest {

    private static final Seat VOTER =
            new Seat(new MemberId(1), "zk-0.zk-headless.ns.svc.cluster.local", 2888, 3888, Role.VOTER, 2181);

    @Test
    void writesTheLineAsZooKeeperDoes() {
        assertThat(VOTER.line())
                .isEqualTo("server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181");
        assertThat(VOTER.as(Role.OBSERVER).line())
                .isEqualTo("server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:observer;0.0.0.0:2181");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181",
                "server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:participant;2181",
                "server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:PARTICIPANT;2181",
                "server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888;2181",
                "server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888",
                "  server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:participant;0.0.0.0:2181  "
            })
    void readsEveryWayToSayTheSame(String line) {
        assertThat(Seat.parse(line)).isEqualTo(VOTER);
    }

    @Test
    void readsAnObserver() {
        assertThat(Seat.parse("server.1=zk-0.zk-headless.ns.svc.cluster.local:2888:3888:observer;0.0.0.0:2181"))
                .isEqualTo(VOTER.as(Role.OBSERVER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.1=zk-0:2888",
                "server.x=zk-0:2888:3888",
                "server.1=:2888:3888",
                "server.1=zk-0:2888:3888:participant;",
                "server.1=zk-0:0:3888:participant;2181",
                "server.1=zk-0:2888:65536:participant;2181",
                "server.1=zk-0:2888:3888:participant;99999999999",
                "server.99999999999=zk-0:2888:3888",
                "server.1=zk-0:2888:3888|zk-0b:2888:3888",
                ""
            })
    void refusesOtherLines(String line) {
        assertThatThrownBy(() -> Seat.parse(line))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("server line is '" + line + "', expected server.N=host:port:port:role;clientPort;"
                        + " mend it, or restore the file from another member");
    }

    @Test
    void refusesAnUnknownRole() {
        assertThatThrownBy(() -> Seat.parse("server.1=zk-0:2888:3888:witness;2181"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("server role is 'witness', expected participant or observer; mend the server line");
    }

    @Test
    void refusesAnIdThatZooKeeperCannotUse() {
        assertThatThrownBy(() -> Seat.parse("server.256=zk-255:2888:3888:participant;2181"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("member id is 256, expected 1 to 255; ZooKeeper knows no other");
    }

    @Test
    void knowsItsPod() {
        assertThat(VOTER.podName()).isEqualTo("zk-0");
        assertThat(Seat.parse("server.1=localhost:2888:3888").podName()).isEqualTo("localhost");
    }
}
