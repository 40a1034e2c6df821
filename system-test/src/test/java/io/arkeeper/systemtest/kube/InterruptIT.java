package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static io.arkeeper.systemtest.kube.Namespace.SMALL_SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Commands that are killed in the middle: {@code status} tells what was begun, the same command goes on, and what was
 * written before is there.
 */
final class InterruptIT {

    private static final String RELEASE = "stop";
    private static final String POD = RELEASE + "-zookeeper-";
    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final List<Integer> SAID_BY_STATUS = List.of(0, 3, 4, 5, 10); // as its help has it
    private static final int KILLED = 128 + 9;
    private static final int INTERRUPTED = 128 + 2;
    private static final Set<Integer> NO_QUORUM = Set.of(4, 10); // or none that is known of
    private static final int UNREACHABLE = 14;

    private static final String[] INSTALL = {"install", "--set", SMALL_SET};

    private static Cluster cluster;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void anInstallationAndARemovalThatAreKilledGoOn() {
        try (Namespace namespace = cluster.namespace("interrupt")) {
            Arkeeper arkeeper = new Arkeeper(namespace, RELEASE);
            killWhileHelmIs("pending-install", arkeeper, INSTALL);
            assertStatusTells(arkeeper, "Its installation was begun at .* and has not ended");
            interruptOnceTold(POD + "2  ", arkeeper, INSTALL);
            assertStatusTells(arkeeper, "No quorum|quorum is not known|voters serve");
            assertGoesOn(arkeeper, "a write through .* was acknowledged", INSTALL);
            namespace.zkCli(POD + "0", "create", "/foo", "bar");

            killWhileHelmIs("uninstalling", arkeeper, "uninstall");
            assertStatusTells(arkeeper, "Its removal was begun at .* and has not ended");
            killOnceTold("ending", arkeeper, "uninstall");
            assertStatusTells(arkeeper, "Volume claims of an earlier one are there");
            assertGoesOn(arkeeper, "Its data is kept in datadir-" + POD + "0", "uninstall");

            assertGoesOn(arkeeper, "a write through .* was acknowledged", INSTALL);
            assertThat(namespace.zkCli(POD + "1", "get", "/foo")).contains("bar");
        }
    }

    @Test
    void anUpgradeAndARollThatAreKilledGoOn() {
        try (Namespace namespace = cluster.namespace("interrupt")) {
            Arkeeper arkeeper = new Arkeeper(namespace, RELEASE);
            namespace.install(RELEASE, SMALL);
            namespace.zkCli(POD + "0", "create", "/foo", "bar");
            Map<String, String> first = namespace.pods(RELEASE);

            String[] upgrade = {"upgrade", "--yes", "--set", "extraConfig.maxSessionTimeout=90000"};
            killWhileHelmIs("pending-upgrade", arkeeper, upgrade);
            assertStatusTells(arkeeper, "Its upgrade was begun at .* and has not ended");
            killOnceTold(POD + "2  (?!ready)", arkeeper, upgrade);
            assertStatusTells(arkeeper, "Not yet of the newest revision: .*" + POD + "0.*; Kubernetes is at it");
            assertGoesOn(arkeeper, "a write through .* was acknowledged", upgrade);
            Map<String, String> second = namespace.pods(RELEASE);
            assertThat(second.values()).hasSize(3).doesNotContainAnyElementsOf(first.values());
            assertThat(namespace.zkCli(POD + "1", "get", "/foo")).contains("bar");

            killOnceTold("restarting " + POD, arkeeper, "roll");
            assertStatusTells(arkeeper, "A roll was begun and has not ended; still to be restarted: " + POD);
            interruptOnceTold("the leader, last of all", arkeeper, "roll");
            assertStatusTells(arkeeper, "A roll was begun and has not ended; (still to be|all were) restarted");
            assertGoesOn(arkeeper, "going on with the roll that was begun", "roll");
            assertThat(arkeeper.run("status").output()).doesNotContain("A roll was begun");
            assertThat(namespace.pods(RELEASE).values()).hasSize(3).doesNotContainAnyElementsOf(second.values());
            assertThat(namespace.zkCli(POD + "2", "get", "/foo")).contains("bar");
        }
    }

    @Test
    void scalingAndADrillThatAreKilledGoOn() {
        try (Namespace namespace = cluster.namespace("interrupt")) {
            Arkeeper arkeeper = new Arkeeper(namespace, RELEASE);
            namespace.install(RELEASE, SMALL, "antiAffinity: soft");
            namespace.zkCli(POD + "0", "create", "/foo", "bar");
            Map<String, String> first = namespace.pods(RELEASE);

            killWhileHelmIs("pending-upgrade", arkeeper, "scale", "5");
            assertStatusTells(arkeeper, "Its upgrade was begun at .* and has not ended");
            killOnceTold("membership: .*" + POD + "[34]", arkeeper, "scale", "5");
            assertStatusTells(arkeeper, POD + "4 ");
            assertGoesOn(arkeeper, "5 of 5 voters serve", "scale", "5");
            killOnceTold("membership: ", arkeeper, "scale", "3");
            assertStatusTells(arkeeper, "voters serve");
            assertGoesOn(arkeeper, "3 of 3 voters serve", "scale", "3");
            assertThat(namespace.pods(RELEASE)).isEqualTo(first);
            assertThat(namespace.zkCli(POD + "1", "get", "/foo")).contains("bar");

            killOnceTold("stopped the leader", arkeeper, "drill", "--yes");
            assertStatusTells(arkeeper, "No quorum|quorum is not known|voters serve");
            awaitQuorum(arkeeper);
            killOnceTold("deleted all members", arkeeper, "drill", "--yes");
            assertStatusTells(arkeeper, "No quorum|quorum is not known|voters serve");
            awaitQuorum(arkeeper);
            assertGoesOn(arkeeper, "Nothing was lost", "drill", "--yes");
            assertThat(namespace.zkCli(POD + "1", "get", "/foo")).contains("bar");
        }
    }

    /** Kills it as soon as Helm has noted in the cluster that it is at it. */
    private static void killWhileHelmIs(String status, Arkeeper arkeeper, String... words) {
        List<String> watch = List.of(
                "kubectl",
                "get",
                "secrets",
                "-n",
                arkeeper.namespace().name(),
                "-l",
                "owner=helm,status=" + status,
                "--watch",
                "-o",
                "name");
        try (Begun release = Begun.of(watch);
                Begun command = arkeeper.begin(words)) {
            command.awaitMoment("Helm was " + status, () -> release.told().contains("secret/"));
            assertEnded(KILLED, command.kill(), words);
        }
    }

    private static void killOnceTold(String regex, Arkeeper arkeeper, String... words) {
        try (Begun command = arkeeper.begin(words)) {
            assertEnded(KILLED, command.awaitTold(regex).kill(), words);
        }
    }

    private static void interruptOnceTold(String regex, Arkeeper arkeeper, String... words) {
        try (Begun command = arkeeper.begin(words)) {
            assertEnded(INTERRUPTED, command.awaitTold(regex).signal("INT"), words);
        }
    }

    private static void assertEnded(int exitCode, Program.Ended ended, String... words) {
        Arkeeper.print("interrupted,", words, ended);
        assertThat(ended.exitCode()).as("it must not be at its end already").isEqualTo(exitCode);
        assertNoStackTrace(ended);
    }

    private static void assertNoStackTrace(Program.Ended ended) {
        assertThat(ended.output()).doesNotContain("\tat ", "Exception");
    }

    private static void assertStatusTells(Arkeeper arkeeper, String regex) {
        Program.Ended status = await().atMost(DEADLINE)
                .pollInterval(POLL)
                .until(() -> arkeeper.run("status"), ended -> ended.exitCode() != UNREACHABLE); // on a busy machine
        assertThat(status.exitCode()).as(status.output()).isIn(SAID_BY_STATUS);
        assertNoStackTrace(status);
        assertThat(status.output()).containsPattern(regex);
    }

    /** Without one no drill is begun. */
    private static void awaitQuorum(Arkeeper arkeeper) {
        await().atMost(DEADLINE)
                .pollInterval(POLL)
                .until(() -> arkeeper.run("status").exitCode(), code -> !NO_QUORUM.contains(code));
    }

    private static void assertGoesOn(Arkeeper arkeeper, String regex, String... words) {
        Program.Ended ended = arkeeper.run(words);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertNoStackTrace(ended);
        assertThat(ended.output()).containsPattern(regex);
    }
}
