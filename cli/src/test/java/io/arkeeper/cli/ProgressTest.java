package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.pod.PodState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    private final StringWriter printed = new StringWriter();

    private Progress progress(boolean isTerminal) {
        return new Progress(new PrintWriter(printed, true), isTerminal, Stopwatch.sinceNow());
    }

    /** What was printed, without the seconds before it. */
    private String lines() {
        return printed.toString().replaceAll("(?m)^ *[0-9.]+ s  ", "");
    }

    private static PodStatus pod(int ordinal, PodState state, String reason) {
        return new PodStatus(
                "a-" + ordinal,
                "127.0.9." + (ordinal + 1),
                state,
                reason,
                0,
                Instant.EPOCH,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    @Test
    void elsewhereThanOnATerminalEachChangeIsALine() {
        Progress progress = progress(false);
        PodStatus waiting = pod(0, PodState.RUNNING, "waiting for member 2");
        progress.show(List.of(waiting, pod(1, PodState.STARTING, "the process is starting")));
        progress.show(List.of(waiting, pod(1, PodState.READY, "leads")));
        progress.show(List.of(waiting, pod(1, PodState.READY, "leads")));

        assertThat(lines()).isEqualTo("""
                        a-0  127.0.9.1  not ready: waiting for member 2
                        a-1  127.0.9.2  starting: the process is starting
                        a-1  127.0.9.2  ready: leads
                        """);
    }

    @Test
    void onATerminalTheLinesArePrintedAnew() {
        Progress progress = progress(true);
        PodStatus waiting = pod(0, PodState.RUNNING, "waiting for member 2");
        progress.show(List.of(waiting, pod(1, PodState.STARTING, "the process is starting")));
        progress.show(List.of(waiting, pod(1, PodState.READY, "leads")));
        progress.settle();
        progress.show(List.of(waiting, pod(1, PodState.TERMINATING, "deleted")));

        assertThat(lines().replace("\u001b", "ESC"))
                .isEqualTo("""
                        a-0  127.0.9.1  not ready: waiting for member 2
                        a-1  127.0.9.2  starting: the process is starting
                        ESC[2AESC[J  TIME  a-0  127.0.9.1  not ready: waiting for member 2
                        a-1  127.0.9.2  ready: leads
                        a-1  127.0.9.2  ending: deleted
                        """.replace("  TIME  ", printed.toString().replaceAll("(?s).*\\[J( *[0-9.]+ s  ).*", "$1")));
    }

    @Test
    void anEndThatStartingAgainDoesNotMendIsToldOnce() {
        PodStatus ended = new PodStatus(
                "a-0",
                "127.0.9.1",
                PodState.BACK_OFF,
                "ended with exit code 3, starts again in 10 s",
                1,
                Instant.EPOCH,
                Optional.empty(),
                OptionalInt.of(3),
                Optional.of("this disk belongs to default/b-0"));
        Progress progress = progress(false);
        progress.show(List.of(ended));
        progress.show(List.of(new PodStatus(
                "a-0",
                "127.0.9.1",
                PodState.STARTING,
                "the process is starting",
                1,
                Instant.EPOCH,
                Optional.empty(),
                OptionalInt.of(3),
                Optional.of("this disk belongs to default/b-0"))));

        assertThat(lines()).isEqualTo("""
                        a-0 ended, foreign disk (exit code 3): this disk belongs to default/b-0
                        a-0  127.0.9.1  crashed: ended with exit code 3, starts again in 10 s
                        a-0  127.0.9.1  starting: the process is starting
                        """);
    }
}
