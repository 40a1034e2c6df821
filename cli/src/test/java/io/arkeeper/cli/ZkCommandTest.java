package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.ClusterFailure.Kind;
import io.arkeeper.cli.testing.FakeCluster;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** zkCli in a pod, with a hand-made cluster in the place of the network. */
final class ZkCommandTest {

    private static final String PROGRAM = " /opt/java/bin/java @/opt/arkeeper/client.args"
            + " io.arkeeper.member.client.SuperuserShell jane?@example.com ";

    @TempDir
    private Path state;

    private final FakeCluster cluster = FakeCluster.withEnsemble();

    private Run run(String... arguments) {
        return typing("", arguments);
    }

    private Run typing(String typed, String... arguments) {
        return Run.of(Run.withCluster(state, cluster, typed), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zk -- ls -R /", "zk myzk -- ls -R /", "zk -n prod myzk -- ls -R /", "zk myzk -n prod -- ls -R /"
            })
    void aCommandRunsInTheFirstPodThatIsReady(String line) {
        assertThat(run(line.split(" "))).isEqualTo(new Run(ExitCode.OK, "of the pod\n", ""));
        assertThat(cluster.done())
                .containsExactly(
                        "RUN myzk-zookeeper-0" + PROGRAM + "myzk-zookeeper-0 127.0.0.1:2181 127.0.0.1:8081 ls -R /");
        assertThat(cluster.typed()).as("it reads nothing").isEmpty();
    }

    @Test
    void withoutACommandItReadsThem_andIsToldTheEnd() {
        assertThat(typing("ls /\nget /a", "zk", "-k").exitCode()).isEqualTo(ExitCode.OK);

        assertThat(cluster.done())
                .containsExactly("RUN myzk-zookeeper-0" + PROGRAM + "myzk-zookeeper-0 127.0.0.1:2181 127.0.0.1:8081");
        assertThat(cluster.typed()).isEqualTo("ls /\nget /a\nquit\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "myzk-zookeeper-1"})
    void theMemberThatIsAskedFor(String member) {
        run("zk", "-k", "--member", member, "--", "ls", "/");

        assertThat(cluster.done()).singleElement().asString().startsWith("RUN myzk-zookeeper-1 ");
    }

    @Test
    void aMemberThatIsNotReady() {
        cluster.looking("myzk-zookeeper-0");

        run("zk", "-k", "--", "ls", "/");
        assertThat(cluster.done()).singleElement().asString().startsWith("RUN myzk-zookeeper-1 ");
        assertThat(run("zk", "-k", "--member", "0"))
                .isEqualTo(new Run(
                        ExitCode.NO_QUORUM,
                        "",
                        "error: myzk-zookeeper-0 is not ready (looking for a leader), so it opens no session; leave"
                                + " --member out, and one that is ready is taken\n"));
        assertThat(run("zk", "-k", "--member", "7").err())
                .isEqualTo("error: no member is called 7, there are myzk-zookeeper-0, myzk-zookeeper-1,"
                        + " myzk-zookeeper-2\n");
    }

    @Test
    void noMemberIsReady() {
        cluster.looking("myzk-zookeeper-0").looking("myzk-zookeeper-1").silent("myzk-zookeeper-2");

        assertThat(run("zk", "-k"))
                .isEqualTo(new Run(
                        ExitCode.NO_QUORUM,
                        "",
                        "error: no member of myzk is ready, so none opens a session: myzk-zookeeper-0: looking for a"
                                + " leader; myzk-zookeeper-1: looking for a leader; myzk-zookeeper-2: runs, the member"
                                + " does not answer yet\n"));
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void whatIsNotThere() {
        assertThat(Run.of(Run.withCluster(state, new FakeCluster(), ""), "zk", "other"))
                .isEqualTo(new Run(
                        ExitCode.NOT_RUNNING, "", "error: There is no other in namespace prod of context admin.\n"));
        assertThat(Run.of(Run.bare(state), "zk").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void aRightThatIsMissing() {
        cluster.failing("exec", new ClusterFailure(Kind.FORBIDDEN, 403, "no right to create pods/exec"));

        assertThat(run("zk", "-k", "--", "ls", "/"))
                .isEqualTo(new Run(ExitCode.CLUSTER_DENIED, "", "error: no right to create pods/exec\n"));
    }

    @Test
    void aClusterThatDoesNotSayWhoAsks() {
        cluster.failing("selfsubjectreviews", new ClusterFailure(Kind.REFUSED, 404, "unknown"));

        assertThat(run("zk", "-k", "--", "ls", "/").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(cluster.done())
                .singleElement()
                .asString()
                .contains("SuperuserShell somebody with context admin myzk-zookeeper-0 ");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 2", "4, 4", "1, 8", "137, 8"})
    void whatTheProgramEndsWith(int inThePod, int here) {
        cluster.whereProgramsEnd(OptionalInt.of(inThePod));

        assertThat(run("zk", "-k", "--", "ls", "/").exitCode()).isEqualTo(here);
    }

    @Test
    void aConnectionThatBreaks() {
        cluster.whereProgramsEnd(OptionalInt.empty());

        assertThat(run("zk", "-k", "--", "delete", "/a"))
                .isEqualTo(new Run(
                        ExitCode.CLUSTER_FAILED,
                        "of the pod\n",
                        "error: the connection to myzk-zookeeper-0 broke; the session ends there with it. Whether the"
                                + " last command was done is not known\n"));
    }

    @Test
    void aCommandWithoutTheDashesBeforeIt() {
        assertThat(run("zk", "myzk", "ls", "/"))
                .isEqualTo(new Run(
                        ExitCode.BAD_INPUT,
                        "",
                        "error: there are 3 names (myzk ls /), expected one; put -- before a command of zkCli, as in:"
                                + " myzk -- ls /\n"));
        assertThat(run("zk", "--", "-server", "other:2181", "ls", "/").err())
                .isEqualTo("error: after -- stands '-server', expected a command of zkCli, as in: -- ls /\n");
        assertThat(cluster.done()).isEmpty();
    }
}
