package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.ProcessId;
import io.arkeeper.cli.local.StateHome;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.cli.testing.FakeInstallation;
import io.arkeeper.core.MemberId;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they are typed, with fake members in real processes. */
final class UpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path temporary;

    private Path state() {
        return temporary.resolve("state home");
    }

    private Run run(String... arguments) throws IOException {
        return runTyping("", arguments);
    }

    private Run runTyping(String typed, String... arguments) throws IOException {
        return Run.of(surroundings(typed), arguments);
    }

    private Surroundings surroundings(String typed) throws IOException {
        Path member = FakeInstallation.member(temporary).home();
        return Run.surroundings(state(), FakeInstallation.chart(), member, typed);
    }

    private Instance instance() {
        return new StateHome(state()).instance("myzk").orElseThrow();
    }

    private Path data(int ordinal) {
        return state().resolve("myzk/volumes/datadir-myzk-zookeeper-" + ordinal);
    }

    @AfterEach
    void stopWhatATestLeftRunning() throws IOException {
        run("down");
    }

    @Test
    void upStatusDown() throws IOException {
        Run up = run("up", "--detach");
        assertThat(up.err()).isEmpty();
        assertThat(up.exitCode()).isEqualTo(ExitCode.OK);
        String connect = instance().connectString();
        assertThat(up.out().replaceAll("[0-9.]+ s\\)", "TIME)"))
                .endsWith("""
                        myzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one. (TIME)

                          connect  %s
                          zkCli    zkCli.sh -server %s
                          files    %s
                          next     arkeeper status myzk, arkeeper drill myzk, arkeeper down myzk
                        """.formatted(connect, connect, state().resolve("myzk")));

        Run status = run("status");
        assertThat(status.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(status.out())
                .contains("leader of 3")
                .endsWith("\nmyzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.\n");
        assertThat(JSON.std.mapFrom(run("status", "-o", "json").out()))
                .containsEntry("leader", "myzk-zookeeper-2")
                .containsEntry("canLose", 1);

        Run down = run("down");
        assertThat(down.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(down.out().replaceAll("\\([0-9.]+ s\\)", "(TIME)"))
                .isEqualTo("myzk has stopped (TIME).\nIts data stays in %s.\n".formatted(state().resolve("myzk")));
        assertThat(instance().alive()).isEmpty();
        assertThat(run("status"))
                .isEqualTo(new Run(
                        ExitCode.NOT_RUNNING,
                        "myzk is not running; its data is in %s.\n".formatted(state().resolve("myzk")),
                        ""));
        assertThat(run("down").out()).startsWith("myzk is not running.\n");
    }

    @Test
    void upTwiceSaysWhereItRuns() throws IOException {
        run("up", "--detach", "--set", "servers=1");

        assertThat(run("up"))
                .isEqualTo(new Run(
                        ExitCode.ALREADY_RUNNING,
                        "",
                        "error: myzk runs already, at %s; look at it with 'arkeeper status myzk', or stop it first with 'arkeeper down myzk'\n"
                                .formatted(instance().connectString())));
    }

    @Test
    void aSecondUpWithOtherValuesKeepsTheDataAndTheAddresses() throws IOException {
        Path values = Files.writeString(temporary.resolve("values.yaml"), "servers: 1\nheap: 64M\n");
        run("up", "--detach", "-f", values.toString());
        Subnet before = instance().subnet();
        run("down");

        run("up", "--detach", "--set", "servers=3");

        assertThat(instance().subnet()).isEqualTo(before);
        assertThat(data(0).resolve("starts")).hasContent("myzk-zookeeper-0\nmyzk-zookeeper-0\n");
        assertThat(state().resolve("myzk/logs/myzk-zookeeper-0.log"))
                .content()
                .contains("[serve, heap=64M]", "[serve, heap=512M]");
    }

    @Test
    void downDeletesDataOnlyWhenItsNameIsTyped() throws IOException {
        run("up", "--detach", "--set", "servers=1");

        Run refused = runTyping("yes\n", "down", "--delete-data");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.out()).isEqualTo("""
                        This deletes all data of myzk in %s.
                        Type its name to go on: Not confirmed: nothing was stopped, nothing was deleted.
                        """.formatted(state().resolve("myzk")));
        assertThat(instance().isSupervised()).isTrue();

        Run deleted = runTyping("myzk\n", "down", "--delete-data");
        assertThat(deleted.out()).endsWith("Its data is deleted.\n");
        assertThat(state().resolve("myzk")).doesNotExist();
    }

    @Test
    void aPortInUseIsFoundBeforeAnythingIsStarted() throws IOException {
        run("up", "--detach", "--set", "servers=1");
        run("down");
        try (ServerSocket other = new ServerSocket(
                12181, 1, InetAddress.ofLiteral(instance().subnet().address(new MemberId(1))))) {
            assertThat(run("up", "--detach", "--set", "servers=1"))
                    .isEqualTo(new Run(
                            ExitCode.CANNOT_RUN_HERE,
                            "",
                            "error: port 12181 on %s, which myzk-zookeeper-0 needs, is in use by process %d (java); stop that, or choose another with --set clientPort=PORT\n"
                                    .formatted(
                                            other.getInetAddress().getHostAddress(),
                                            ProcessHandle.current().pid())));
        }
    }

    @Test
    void unknownValuesAreRefusedAndNothingIsStarted() throws IOException {
        assertThat(run("up", "--set", "server=5", "--set", "servers=4"))
                .isEqualTo(new Run(ExitCode.BAD_INPUT, "", """
                                error: unknown value 'server': did you mean 'servers'?
                                error: servers is 4, expected one of 1, 3, 5, 7; the default is 3
                                Run 'arkeeper up --help' for what it takes.
                                """));
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(state().resolve("myzk")).doesNotExist();
    }

    @Test
    void valuesFilesThatCannotBeUsedAreAllNamed() throws IOException {
        Path broken = Files.writeString(temporary.resolve("broken.yaml"), "servers: [\n");
        Path list = Files.writeString(temporary.resolve("list.yaml"), "- servers\n");
        Path missing = temporary.resolve("missing.yaml");

        assertThat(run("up", "-f", missing.toString(), "-f", broken.toString(), "-f", list.toString()))
                .isEqualTo(new Run(ExitCode.BAD_INPUT, "", """
                                error: there is no file %s; check the path given with -f
                                error: %s is not YAML: line 2, column 1: expected the node content, but found '<stream end>'; mend it
                                error: %s is no mapping, expected lines such as servers: 5; mend it
                                """.formatted(missing, broken, list)));
    }

    @Test
    void aStateDirectoryThatCannotBeWritten() throws IOException {
        Files.writeString(state(), "a file where the directory should be");

        Run up = run("up");

        assertThat(up.exitCode()).isEqualTo(ExitCode.CANNOT_RUN_HERE);
        assertThat(up.err())
                .startsWith("error: " + state())
                .endsWith("; make it yours, or point XDG_STATE_HOME to a directory that is\n");
        Files.delete(state());
    }

    @Test
    void membersThatCannotRunEndTheCommandWithTheirLastSentence() throws IOException {
        Run up = run("up", "--detach", "--set", "servers=1,behaviour=foreign-disk");

        assertThat(up.exitCode()).isEqualTo(ExitCode.MEMBER_FAILED);
        assertThat(up.err())
                .isEqualTo(
                        "error: myzk-zookeeper-0 ended, foreign disk (exit code 3): this disk belongs to somebody else\n");
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void notReadyInTime() throws IOException {
        Run up = run("up", "--detach", "--timeout", "0");

        assertThat(up.exitCode()).isEqualTo(ExitCode.TOO_LATE);
        assertThat(up.out()).contains("Not ready within 0 s:", "The ensemble is left running:");
        assertThat(instance().isSupervised()).isTrue();
    }

    @Test
    void whenItsDirectoryIsDeletedTheEnsembleEnds() throws IOException {
        run("up", "--detach");
        Instance before = instance();

        Files.move(state(), temporary.resolve("moved away"));
        before.pods().getFirst().process().orElseThrow().kill(); // so that there is something to write down

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !before.isSupervised() && before.alive().isEmpty());
    }

    @Test
    void membersWhoseSupervisorHasDiedAreFoundAndStopped() throws IOException {
        run("up", "--detach");
        ProcessId supervisor = instance().supervisor().orElseThrow();
        supervisor.kill();
        Awaitility.await().atMost(PATIENCE).until(() -> !supervisor.isAlive());

        assertThat(run("status").out()).contains("Nothing looks after the members any more");
        assertThat(run("up"))
                .isEqualTo(
                        new Run(
                                ExitCode.ALREADY_RUNNING,
                                "",
                                "error: members of myzk still run, but the process that looked after them has gone; stop them with 'arkeeper down myzk'\n"));
        assertThat(run("down").out()).startsWith("myzk has stopped");
        assertThat(instance().alive()).isEmpty();
    }

    @Test
    void inTheForegroundItStaysUntilItIsStopped() throws IOException {
        StringWriter out = new StringWriter();
        Surroundings surroundings = surroundings("");
        CompletableFuture<Run> up = CompletableFuture.supplyAsync(() -> Run.of(out, surroundings, "up"));
        Awaitility.await().atMost(PATIENCE).until(() -> out.toString()
                .endsWith("Ctrl-C stops it; the data stays.\n")); // told only when all are ready
        assertThat(instance().pods()).hasSize(3);
        assertThat(up).isNotDone();

        run("down");

        assertThat(up).succeedsWithin(PATIENCE);
        assertThat(up.join().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(Optional.of(instance()).flatMap(Instance::supervisor)).isEmpty();
    }
}
