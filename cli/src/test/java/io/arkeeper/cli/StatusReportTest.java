package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.MembershipView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.ProcessId;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.cli.local.pod.PodState;
import io.arkeeper.cli.testing.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class StatusReportTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstanceDirectory DIRECTORY = new InstanceDirectory(Path.of("/state/myzk"));
    private static final ProcessId SELF = ProcessId.of(ProcessHandle.current());

    private static PodStatus ready(int ordinal) {
        return new PodStatus(
                "myzk-zookeeper-" + ordinal,
                "127.0.9." + (ordinal + 1),
                PodState.READY,
                "serves",
                ordinal,
                NOON.minusSeconds(90),
                Optional.of(SELF),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static PodStatus onAForeignDisk(int ordinal) {
        return new PodStatus(
                "myzk-zookeeper-" + ordinal,
                "127.0.9." + (ordinal + 1),
                PodState.BACK_OFF,
                "ended with exit code 3, starts again in 10 s",
                2,
                NOON,
                Optional.empty(),
                OptionalInt.of(3),
                Optional.of("this disk belongs to default/other-zookeeper-0"));
    }

    private static Instance instance(Optional<ProcessId> supervisor, PodStatus... pods) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("client", 2181);
        ports.put("http", 8080);
        return new Instance(
                "myzk", "default", new Subnet(9), supervisor, NOON, pods.length, ports, Optional.of(2), List.of(pods));
    }

    private static StatusReport report(Instance instance, MemberView... views) {
        return report(Optional.empty(), instance, views);
    }

    private static StatusReport report(Optional<MembershipView> membership, Instance instance, MemberView... views) {
        Map<String, MemberView> answers = new LinkedHashMap<>();
        for (MemberView view : views) {
            answers.put(view.name(), view);
        }
        return StatusReport.running(instance, DIRECTORY, answers, membership);
    }

    private static StatusReport healthy() {
        return report(
                instance(Optional.of(SELF), ready(0), ready(1), ready(2)),
                Views.follows(1, 3),
                Views.follows(2, 3),
                Views.leads(3, 3));
    }

    private static StatusReport damaged() {
        return report(
                instance(Optional.of(SELF), ready(0), onAForeignDisk(1), ready(2)),
                Views.follows(1, 3),
                Views.leads(3, 3));
    }

    @Test
    void allIsWell() {
        assertThat(healthy().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(healthy().table(NOON)).isEqualTo("""
                        NAME              ADDRESS    READY  ROLE      EPOCH  ZXID         CONFIG       CLIENTS  RESTARTS  SINCE  REASON
                        myzk-zookeeper-0  127.0.9.1  yes    follower  1      0x100000003  0x100000000  2        0         90s    follows myzk-zookeeper-2 as voter in epoch 1
                        myzk-zookeeper-1  127.0.9.2  yes    follower  1      0x100000003  0x100000000  2        1         90s    follows myzk-zookeeper-2 as voter in epoch 1
                        myzk-zookeeper-2  127.0.9.3  yes    leader    1      0x100000003  0x100000000  2        2         90s    leads 3 voters in epoch 1

                        myzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.
                        """);
    }

    @Test
    void aMemberThatCannotRunIsShownWithItsLastSentence() {
        assertThat(damaged().exitCode()).isEqualTo(ExitCode.NO_SPARE);
        assertThat(damaged().table(NOON)).isEqualTo("""
                        NAME              ADDRESS    READY  ROLE      EPOCH  ZXID         CONFIG       CLIENTS  RESTARTS  SINCE  REASON
                        myzk-zookeeper-0  127.0.9.1  yes    follower  1      0x100000003  0x100000000  2        0         90s    follows myzk-zookeeper-2 as voter in epoch 1
                        myzk-zookeeper-1  127.0.9.2  no     -         -      -            -            -        2         0s     myzk-zookeeper-1 ended, foreign disk (exit code 3): this disk belongs to default/other-zookeeper-0
                        myzk-zookeeper-2  127.0.9.3  yes    leader    1      0x100000003  0x100000000  2        2         90s    leads 3 voters in epoch 1

                        myzk-zookeeper-2 leads in epoch 1; 2 of 3 voters serve: the next loss stops writes.
                        """);
    }

    @Test
    void aChangeOfTheMembershipIsExplained() {
        MembershipView leader =
                new MembershipView("wait", "waiting for myzk-zookeeper-1 (away)", "the ConfigMap wants 3");
        StatusReport report = report(
                Optional.of(leader), instance(Optional.of(SELF), ready(0), ready(1), ready(2)), Views.leads(1, 1));

        assertThat(report.table(NOON)).endsWith("""
                myzk-zookeeper-0 leads in epoch 1; the only voter serves: the next loss stops writes.
                3 voters are wanted, 1 votes.
                membership: waiting for myzk-zookeeper-1 (away).
                """);
        assertThat(report.asMap())
                .containsEntry("wanted", Map.of("voters", 3, "observers", 0))
                .containsEntry(
                        "membership",
                        Map.of(
                                "sentence",
                                "3 voters are wanted, 1 votes.",
                                "step",
                                "wait",
                                "reason",
                                "waiting for myzk-zookeeper-1 (away)",
                                "target",
                                "the ConfigMap wants 3"));
    }

    @Test
    void noQuorum() {
        StatusReport report =
                report(instance(Optional.of(SELF), ready(0), onAForeignDisk(1), onAForeignDisk(2)), Views.looks(1, 3));

        assertThat(report.exitCode()).isEqualTo(ExitCode.NO_QUORUM);
        assertThat(report.table(NOON)).endsWith("\nNo quorum: 0 of 3 voters serving, 2 needed.\n");
    }

    @Test
    void membersThatDoNotAnswerInTimeAreNoLostQuorum() {
        StatusReport report = report(instance(Optional.of(SELF), ready(0), ready(1), ready(2)), Views.follows(1, 3));

        assertThat(report.exitCode()).isEqualTo(ExitCode.TOO_LATE);
        assertThat(report.table(NOON))
                .endsWith("\n2 of 3 members did not answer within 2 s, though their pods are ready (myzk-zookeeper-1,"
                        + " myzk-zookeeper-2): whether there is a quorum is not known; 1 of 3 voters is known to serve,"
                        + " 2 are needed.\n");
        assertThat(report.asMap())
                .containsEntry("exitCode", ExitCode.TOO_LATE)
                .containsEntry("unheard", List.of("myzk-zookeeper-1", "myzk-zookeeper-2"));
    }

    @Test
    void whoseProcessHasGoneIsNotWaitedFor() {
        PodStatus was = ready(1);
        PodStatus gone = new PodStatus(
                was.pod(),
                was.address(),
                was.state(),
                was.reason(),
                was.restarts(),
                was.since(),
                Optional.empty(),
                was.lastExit(),
                was.lastWords());

        assertThat(report(instance(Optional.empty(), ready(0), gone, gone), Views.looks(1, 3))
                        .exitCode())
                .isEqualTo(ExitCode.NO_QUORUM);
    }

    @Test
    void notRunning() throws IOException {
        StatusReport report = StatusReport.notRunning("myzk", DIRECTORY, "myzk is not running.");

        assertThat(report.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(report.table(NOON)).isEqualTo("myzk is not running.\n");
        assertThat(JSON.std.asString(report.asMap()))
                .isEqualTo("{\"name\":\"myzk\",\"running\":false,\"supervised\":false,"
                        + "\"sentence\":\"myzk is not running.\",\"exitCode\":5,\"directory\":\"/state/myzk\","
                        + "\"members\":[]}");
    }

    @Test
    void nobodyLooksAfterTheMembers() {
        StatusReport report = report(
                instance(Optional.empty(), ready(0), ready(1), ready(2)),
                Views.follows(1, 3),
                Views.follows(2, 3),
                Views.leads(3, 3));

        assertThat(report.table(NOON))
                .endsWith("so the ensemble can lose one. Nothing looks after the members any more: stop them with"
                        + " `down`, then start anew.\n");
    }

    @Test
    void theJsonIsAnInterface() throws IOException {
        assertThat(JSON.std
                        .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                        .asString(damaged().asMap()))
                .isEqualTo("""
                        {
                          "name" : "myzk",
                          "running" : true,
                          "supervised" : true,
                          "sentence" : "myzk-zookeeper-2 leads in epoch 1; 2 of 3 voters serve: the next loss stops writes.",
                          "exitCode" : 3,
                          "directory" : "/state/myzk",
                          "namespace" : "default",
                          "connect" : "127.0.9.1:2181,127.0.9.2:2181,127.0.9.3:2181",
                          "leader" : "myzk-zookeeper-2",
                          "voters" : 3,
                          "serving" : 2,
                          "majority" : 2,
                          "canLose" : 0,
                          "observers" : 0,
                          "observing" : 0,
                          "wanted" : {
                            "voters" : 3,
                            "observers" : 0
                          },
                          "minAvailable" : 2,
                          "disruptionsAllowed" : 0,
                          "members" : [ {
                            "name" : "myzk-zookeeper-0",
                            "id" : 1,
                            "address" : "127.0.9.1",
                            "pid" : PID,
                            "state" : "READY",
                            "ready" : true,
                            "role" : "follower",
                            "epoch" : 1,
                            "zxid" : "0x100000003",
                            "configVersion" : "0x100000000",
                            "ensemble" : "00000000000000f1",
                            "connections" : 2,
                            "restarts" : 0,
                            "since" : "2026-11-23T11:58:30Z",
                            "reason" : "follows myzk-zookeeper-2 as voter in epoch 1",
                            "log" : "/state/myzk/logs/myzk-zookeeper-0.log"
                          }, {
                            "name" : "myzk-zookeeper-1",
                            "address" : "127.0.9.2",
                            "state" : "BACK_OFF",
                            "ready" : false,
                            "restarts" : 2,
                            "since" : "2026-11-23T12:00:00Z",
                            "reason" : "myzk-zookeeper-1 ended, foreign disk (exit code 3): this disk belongs to default/other-zookeeper-0",
                            "lastExit" : 3,
                            "log" : "/state/myzk/logs/myzk-zookeeper-1.log"
                          }, {
                            "name" : "myzk-zookeeper-2",
                            "id" : 3,
                            "address" : "127.0.9.3",
                            "pid" : PID,
                            "state" : "READY",
                            "ready" : true,
                            "role" : "leader",
                            "epoch" : 1,
                            "zxid" : "0x100000003",
                            "configVersion" : "0x100000000",
                            "ensemble" : "00000000000000f1",
                            "connections" : 2,
                            "restarts" : 2,
                            "since" : "2026-11-23T11:58:30Z",
                            "reason" : "leads 3 voters in epoch 1",
                            "log" : "/state/myzk/logs/myzk-zookeeper-2.log"
                          } ]
                        }""".replace("PID", Long.toString(SELF.pid())));
    }

    @Test
    void agesAreWrittenAsKubectlWritesThem() {
        assertThat(List.of(0, 119, 120, 3599, 7199, 7200, 172_799, 172_800, 180_000).stream()
                        .map(seconds -> StatusReport.age(Duration.ofSeconds(seconds))))
                .containsExactly("0s", "119s", "2m0s", "59m59s", "119m59s", "2h0m", "47h59m", "2d0h", "2d2h");
    }
}
