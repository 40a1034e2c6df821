package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.MemberDistribution;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as the README shows them, with the real chart and the members that were built before this module. */
final class RealMembersIT {

    private static final Path CHART = Path.of("..", "charts", "zookeeper").toAbsolutePath();
    private static final Path MEMBER =
            Path.of("..", "member", "target", "dist").toAbsolutePath().normalize();

    @TempDir
    private Path state;

    private Run run(String... arguments) {
        return Run.of(Run.surroundings(state, CHART, MEMBER, ""), arguments);
    }

    @BeforeAll
    static void theMemberMustHaveBeenBuilt() {
        assertThat(new MemberDistribution(MEMBER).isBuilt())
                .as("build the member first: mvn -pl core,member package")
                .isTrue();
    }

    @AfterEach
    void stop() {
        run("down", "real");
    }

    @Test
    void upStatusDrillDown() throws IOException {
        Run up = run("up", "real", "--detach", "--set", "heap=64M");
        assertThat(up.err()).isEmpty();
        assertThat(up.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(up.out()).contains("3 of 3 voters serve, so the ensemble can lose one.");

        Run status = run("status", "real", "-o", "json");
        assertThat(status.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(JSON.std.mapFrom(status.out()))
                .containsEntry("voters", 3)
                .containsEntry("serving", 3)
                .containsEntry("disruptionsAllowed", 1);

        Run drill = run("drill", "real");
        assertThat(drill.err()).isEmpty();
        assertThat(drill.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(drill.out())
                .containsSubsequence(
                        "leads in epoch 1",
                        "foo = bar through",
                        "read it through",
                        "stopped the leader",
                        "leads in epoch 2",
                        "is back",
                        "writes were acknowledged; the longest gap was",
                        "deleted all members",
                        "all members are back and serve",
                        "foo again: bar",
                        "acknowledged writes are there",
                        "Nothing was lost.");

        Run load = run("drill", "real", "--load", "--for", "2");
        assertThat(load.err()).isEmpty();
        assertThat(load.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(load.out()).containsSubsequence("a client writes below", "acknowledged writes are there");
        assertThat(run("zk", "real", "--", "ls", "-R", "/arkeeper-drill").out().lines())
                .as("what the drills have left behind")
                .hasSize(3)
                .anySatisfy(path -> assertThat(path).endsWith("/foo"));

        assertThat(run("down", "real").out()).startsWith("real has stopped");
    }

    @Test
    void zkIsTheSuperuserOfMembersThatRunHere() {
        run("up", "real", "--detach", "--set", "heap=64M,servers=1");

        Run made = run("zk", "real", "--", "create", "/by-super", "two words");
        assertThat(made).isEqualTo(new Run(ExitCode.OK, "", "Created /by-super\n"));
        Run typed = Run.of(
                Run.surroundings(state, CHART, MEMBER, "get /by-super\nwhoami\nget /none\nsetAcl / world:anyone:r"),
                "zk",
                "real",
                "--member",
                "0");
        assertThat(typed.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(typed.out()).contains("two words\n", "super: super:" + System.getProperty("user.name"));
        assertThat(typed.err()).isEqualTo("Node does not exist: /none\n");
        assertThat(run("zk", "real", "--", "create", "/closed").exitCode())
                .as("the ACL of / is nothing to the superuser")
                .isEqualTo(ExitCode.OK);
        assertThat(run("zk", "real", "--", "delete", "/none").exitCode()).isEqualTo(ExitCode.BAD_INPUT);

        run("down", "real");
        assertThat(run("zk", "real", "--", "ls", "/").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void aDiskOfAnotherNamespaceIsRefusedInTheMembersOwnWords() {
        run("up", "real", "--detach", "--set", "heap=64M,servers=1");
        run("down", "real");

        Run up = run("up", "real", "--detach", "--set", "heap=64M,servers=1", "--namespace", "other");

        assertThat(up.exitCode()).isEqualTo(ExitCode.MEMBER_FAILED);
        assertThat(up.err())
                .startsWith("error: real-zookeeper-0 ended, foreign disk (exit code 3): this disk belongs to"
                        + " default/real-zookeeper-0, expected other/real-zookeeper-0");
    }
}
