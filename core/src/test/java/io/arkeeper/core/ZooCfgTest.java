package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ZooCfgTest {

    @Test
    void writesTheWholeFile() {
        ZooCfg zooCfg = new ZooCfg(new QuorumTimings(Duration.ofMillis(1500), 12, 6), 60, 3, 1);

        assertThat(zooCfg.text(
                        "/var/lib/zookeeper/data",
                        "/var/lib/zookeeper/log",
                        "/var/lib/zookeeper/conf/zoo.cfg.dynamic",
                        true))
                .isEqualTo("""
                        # Written by Arkeeper at every start; set the chart's values instead of editing it.
                        dataDir=/var/lib/zookeeper/data
                        dataLogDir=/var/lib/zookeeper/log
                        tickTime=1500
                        initLimit=12
                        syncLimit=6
                        maxClientCnxns=60
                        autopurge.snapRetainCount=3
                        autopurge.purgeInterval=1
                        standaloneEnabled=false
                        reconfigEnabled=true
                        db.autocreate=false
                        admin.enableServer=false
                        maxCnxns=2000
                        globalOutstandingLimit=1000
                        largeRequestThreshold=131072
                        largeRequestMaxBytes=104857600
                        connection_throttle_tokens=1000
                        connection_throttle_fill_time=1000
                        connection_throttle_fill_count=1000
                        4lw.commands.whitelist=srvr,mntr,ruok
                        electionPortBindRetry=0
                        quorumListenOnAllIPs=true
                        fastleader.minNotificationInterval=150
                        fastleader.maxNotificationInterval=2000
                        leaderConnectDelayDuringRetryMs=20
                        cnxTimeout=1000
                        dynamicConfigFile=/var/lib/zookeeper/conf/zoo.cfg.dynamic
                        """);
    }

    @Test
    void acceptsZeroWhereItMeansUnlimitedOrNever() {
        ZooCfg zooCfg = new ZooCfg(QuorumTimings.DEFAULT, 0, 3, 0);

        assertThat(zooCfg.text("/data", "/log", "/dynamic", false))
                .contains("\nmaxClientCnxns=0\n", "\nautopurge.purgeInterval=0\n", "\nquorumListenOnAllIPs=false\n");
    }

    @Test
    void refusesANegativeNumberOfConnections() {
        assertThatThrownBy(() -> new ZooCfg(QuorumTimings.DEFAULT, -1, 3, 1))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("clientCnxns is -1, expected 0 (unlimited) or more; use 60");
    }

    @Test
    void refusesFewerSnapshotsThanZooKeeperKeeps() {
        assertThatThrownBy(() -> new ZooCfg(QuorumTimings.DEFAULT, 60, 2, 1))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("snapRetain is 2, expected 3 or more (ZooKeeper's own minimum); use 3");
    }

    @Test
    void refusesANegativePurgeInterval() {
        assertThatThrownBy(() -> new ZooCfg(QuorumTimings.DEFAULT, 60, 3, -1))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("purgeHours is -1, expected 0 (never) or more; use 1");
    }

    @Test
    void furtherKeysAreAddedAndReplaceWhatIsOnlyADefault() {
        ZooCfg zooCfg = new ZooCfg(
                QuorumTimings.DEFAULT,
                60,
                3,
                1,
                new TreeMap<>(Map.of("snapCount", "50000", "leaderConnectDelayDuringRetryMs", "7")),
                Limits.DEFAULT,
                true);

        assertThat(zooCfg.text("/data", "/log", "/dynamic", false))
                .contains("\nleaderConnectDelayDuringRetryMs=7\n")
                .contains("\naudit.enable=true\naudit.impl.class=io.arkeeper.member.audit.AuditLog\n")
                .doesNotContain("RetryMs=50")
                .endsWith("\nsnapCount=50000\ndynamicConfigFile=/dynamic\n");
    }

    @Test
    void refusesAllFurtherKeysThatAreTheMembersOwn() {
        SortedMap<String, String> owned = new TreeMap<>(Map.of("dataDir", "/tmp", "server.1", "a:1:2", "ok", "1"));

        assertThatThrownBy(() -> new ZooCfg(QuorumTimings.DEFAULT, 60, 3, 1, owned, Limits.DEFAULT, false))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("extraConfig.dataDir is the member's own; remove it, the volume is mounted where the member"
                        + " expects it\nextraConfig.server.1 is the member's own; remove it, the members know each other"
                        + " by their names");
    }
}
