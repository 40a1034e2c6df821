package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.cli.local.pod.PodState;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.local.release.Release;
import io.arkeeper.cli.local.release.ReleaseReader;
import io.arkeeper.cli.testing.FakeInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, fake members: what happens to them, and what becomes of them. */
final class LocalEnsembleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FIRST = "myzk-zookeeper-0";
    private static final String LAST = "myzk-zookeeper-2";

    @TempDir
    private Path temporary;

    private LocalEnsemble ensemble;

    private LocalEnsemble start(String... assignments) throws IOException {
        Release release = ReleaseReader.read(
                "myzk",
                "default",
                new ChartRenderer(FakeInstallation.chart(), Optional.empty())
                        .render("myzk", "default", ChartValues.NONE.with(List.of(assignments))));
        Subnet subnet = new StateHome(temporary).subnetFor(release);
        ensemble = new LocalEnsemble(
                release, FakeInstallation.member(temporary), new InstanceDirectory(temporary.resolve("myzk")), subnet);
        ensemble.start();
        return ensemble;
    }

    private void startAndAwait(String... assignments) throws IOException {
        start(assignments).awaitReady(PATIENCE);
    }

    private void await(String what, String pod, Predicate<PodStatus> expectation) {
        ensemble.await(what, PATIENCE, all -> expectation.test(ensemble.status(pod)));
    }

    private long pid(String pod) {
        return ensemble.status(pod).process().orElseThrow().pid();
    }

    @AfterEach
    void stop() {
        if (ensemble != null) {
            ensemble.close();
        }
    }

    @Test
    void membersFindEachOtherByNameAndBecomeReady() throws IOException {
        startAndAwait();

        assertThat(ensemble.statuses())
                .extracting(PodStatus::reason)
                .containsExactly("follower of 3", "follower of 3", "leader of 3");
        assertThat(ensemble.connectString())
                .isEqualTo("%s:12181,%s:12181,%s:12181"
                        .formatted(
                                ensemble.address(FIRST), ensemble.address("myzk-zookeeper-1"), ensemble.address(LAST)));
        assertThat(ensemble.directory().log(FIRST)).content().contains(FIRST + " starts with [serve, heap=2G]");
    }

    @Test
    void aDeletedPodIsReplacedWithItsDataAndWithoutItsTemporaryFiles() throws IOException {
        startAndAwait();
        Path leftover = ensemble.directory().podVolume(FIRST, "tmp").resolve("leftover");
        Files.createFile(leftover);
        long before = pid(FIRST);

        ensemble.delete(FIRST);
        ensemble.awaitReady(PATIENCE);

        assertThat(pid(FIRST)).isNotEqualTo(before);
        assertThat(ensemble.status(FIRST).restarts()).isZero();
        assertThat(ensemble.data(FIRST).resolve("starts")).hasContent(FIRST + "\n" + FIRST + "\n");
        assertThat(leftover).doesNotExist();
    }

    @Test
    void aSignalFromElsewhereIsADeletionToo() throws IOException {
        startAndAwait();
        ProcessId before = ensemble.status(FIRST).process().orElseThrow();

        before.terminate();
        await("another process", FIRST, pod -> pod.isReady() && !pod.process().equals(Optional.of(before)));

        assertThat(ensemble.status(FIRST).restarts()).isZero();
    }

    @Test
    void aKilledPodIsRestartedWithItsTemporaryFiles() throws IOException {
        startAndAwait();
        Path leftover = ensemble.directory().podVolume(FIRST, "tmp").resolve("leftover");
        Files.createFile(leftover);

        ensemble.kill(FIRST);
        ensemble.awaitReady(PATIENCE);

        assertThat(ensemble.status(FIRST).restarts()).isEqualTo(1);
        assertThat(ensemble.status(FIRST).lastExit()).hasValue(137);
        assertThat(leftover).exists();
    }

    @Test
    void withoutAutomaticRestartsADeadPodStaysAwayUntilItIsStarted() throws IOException {
        startAndAwait();
        ensemble.automaticRestarts(false);

        ensemble.kill(LAST);
        await("dead", LAST, pod -> pod.state() == PodState.STOPPED);
        await("the next one leads", "myzk-zookeeper-1", pod -> pod.reason().equals("leader of 3"));

        ensemble.start(LAST);
        ensemble.awaitReady(PATIENCE);
    }

    @Test
    void aPausedPodIsNotReadyAndComesBack() throws IOException {
        startAndAwait();

        ensemble.pause(FIRST);
        await("not ready", FIRST, pod -> !pod.isReady());
        ensemble.resume(FIRST);
        ensemble.awaitReady(PATIENCE);
    }

    @Test
    void aSickPodIsTerminatedAndStartedAgain() throws IOException {
        startAndAwait();

        Files.createFile(ensemble.directory().podVolume(FIRST, "tmp").resolve("sick"));
        await("started again", FIRST, pod -> pod.restarts() == 1);

        ensemble.awaitReady(PATIENCE);
    }

    @Test
    void aStubbornPodIsKilledWhenItsGracePeriodIsOver() throws IOException {
        startAndAwait("behaviour=stubborn", "servers=1");

        ensemble.delete(FIRST);
        await("killed", FIRST, pod -> pod.lastExit().equals(OptionalInt.of(137)));
        ensemble.awaitReady(PATIENCE);

        assertThat(ensemble.status(FIRST).restarts()).isZero();
    }

    @Test
    void theLastSentenceOfAPodThatCannotRunIsKept() throws IOException {
        start("behaviour=foreign-disk", "servers=1");
        await("back-off", FIRST, pod -> pod.state() == PodState.BACK_OFF);

        PodStatus status = ensemble.status(FIRST);
        assertThat(status.hopeless()).contains(MemberExit.FOREIGN_DISK);
        assertThat(status.lastWords()).contains("this disk belongs to somebody else");
        assertThat(status.reason()).isEqualTo("ended with exit code 3, starts again in 10 s");
    }

    @Test
    void withoutNamesNobodyIsFound() throws IOException {
        startAndAwait();

        ensemble.loseNames();
        ensemble.await("nobody is ready", PATIENCE, all -> all.stream().noneMatch(PodStatus::isReady));
        ensemble.restoreNames();
        ensemble.awaitReady(PATIENCE);
    }

    @Test
    void aPodCanMoveToAnotherAddress() throws IOException {
        startAndAwait();
        String elsewhere = ensemble.address(LAST).replaceFirst("\\.3$", ".33");

        ensemble.move(FIRST, elsewhere);
        ensemble.delete(FIRST);
        ensemble.awaitReady(PATIENCE);

        assertThat(ensemble.status(FIRST).address()).isEqualTo(elsewhere);
        assertThat(MemberView.ask(elsewhere, ensemble.port("http"), PATIENCE)).isPresent();
    }

    @Test
    void whatIsWaitedForInVainIsTold() throws IOException {
        start("servers=1");

        assertThatThrownBy(() -> ensemble.await("a miracle", Duration.ofMillis(10), all -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("not within 0 s: a miracle; the pods are:\n  " + FIRST + " ");
        assertThatThrownBy(() -> ensemble.delete("nobody"))
                .hasMessage("no pod is called nobody, there are [" + FIRST + "]");
    }
}
