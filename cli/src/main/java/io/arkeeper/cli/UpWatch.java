package io.arkeeper.cli;

import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.pod.PodState;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code up} does after it has given its order: it watches, tells, and hands Ctrl-C on. */
final class UpWatch {

    private static final long LOOK_EVERY_MILLIS = 50; // the eye sees no faster

    private final ReleaseName name;
    private final Surroundings surroundings;
    private final SupervisorProcess supervisor;
    private final PrintWriter out;
    private final Stopwatch stopwatch;
    private final Progress progress;
    private final InstanceDirectory directory;

    UpWatch(
            ReleaseName name,
            Surroundings surroundings,
            SupervisorProcess supervisor,
            PrintWriter out,
            Stopwatch stopwatch) {
        this.name = name;
        this.surroundings = surroundings;
        this.supervisor = supervisor;
        this.out = out;
        this.stopwatch = stopwatch;
        this.progress = new Progress(out, surroundings.isTerminal(), stopwatch);
        this.directory = surroundings.state().of(name.text());
    }

    /** For {@code --detach}. */
    int untilItServes(Duration patience) throws InterruptedException {
        while (stopwatch.elapsed().compareTo(patience) < 0) {
            List<PodStatus> pods = look();
            if (isUp(pods)) {
                tellHowToUseIt();
                return ExitCode.OK;
            }
            if (isSettled(pods)) {
                return giveUp(pods);
            }
            failIfSupervisorEnded();
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        List<PodStatus> late = look().stream().filter(pod -> !pod.isReady()).toList();
        out.printf(
                "Not ready within %d s:%n%s%nThe ensemble is left running: '%s' tells more, '%s' stops it.%n",
                patience.toSeconds(),
                String.join(
                        System.lineSeparator(),
                        late.stream().map(pod -> "  " + Progress.line(pod)).toList()),
                surroundings.installation().line("status " + name),
                surroundings.installation().line("down " + name));
        return ExitCode.TOO_LATE;
    }

    /** In the foreground, until Ctrl-C or {@code down}. */
    int untilItEnds() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "ctrl-c"));
        boolean told = false;
        while (supervisor.isAlive()) {
            List<PodStatus> pods = look();
            if (!told && isUp(pods)) {
                tellHowToUseIt();
                out.println("Ctrl-C stops it; the data stays.");
                out.flush();
                told = true;
            }
            if (!pods.isEmpty() && pods.stream().allMatch(UpWatch::hasGivenUp)) {
                return giveUp(pods);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        failIfSupervisorEnded();
        return ExitCode.OK;
    }

    private List<PodStatus> look() {
        List<PodStatus> pods = instance().map(Instance::pods).orElse(List.of());
        progress.show(pods);
        return pods;
    }

    /** What the supervisor last wrote; before its first line there may be one from an earlier life. */
    private Optional<Instance> instance() {
        return surroundings.state()
                .instance(name.text())
                .filter(found -> found.supervisor()
                        .filter(process -> process.pid() == supervisor.pid())
                        .isPresent());
    }

    private static boolean isUp(List<PodStatus> pods) {
        return !pods.isEmpty() && pods.stream().allMatch(PodStatus::isReady);
    }

    /** It crashed again after having been started again, with a failure that this does not mend. */
    private static boolean hasGivenUp(PodStatus pod) {
        return pod.state() == PodState.BACK_OFF && pod.hopeless().isPresent();
    }

    private static boolean isSettled(List<PodStatus> pods) {
        return !pods.isEmpty() && pods.stream().allMatch(pod -> pod.isReady() || hasGivenUp(pod));
    }

    /** Where none can run nothing is left running; where some serve, they go on. */
    private int giveUp(List<PodStatus> pods) {
        if (pods.stream().noneMatch(PodStatus::isReady)) {
            supervisor.terminate();
            supervisor.await();
            throw new CommandFailure(
                    ExitCode.MEMBER_FAILED,
                    pods.stream().map(pod -> Progress.hopelessEnd(pod).orElseThrow()).toList());
        }
        out.printf(
                "The others go on: '%s' tells more, '%s' stops them.%n",
                surroundings.installation().line("status " + name),
                surroundings.installation().line("down " + name));
        return ExitCode.MEMBER_FAILED;
    }

    private void failIfSupervisorEnded() {
        if (!supervisor.isAlive() && supervisor.failed()) {
            throw new IllegalStateException("the supervisor ended: " + supervisor.lastWords());
        }
    }

    private void tellHowToUseIt() {
        progress.settle();
        Instance instance = instance().orElseThrow();
        Installation installation = surroundings.installation();
        EnsembleHealth health = EnsembleHealth.of(Members.ask(instance).values(), instance.servers());
        out.printf("%n%s (%s)%n%n", health.sentence(), stopwatch);
        out.printf("  connect  %s%n", instance.connectString());
        out.printf("  zkCli    zkCli.sh -server %s%n", instance.connectString());
        out.printf("  files    %s%n", directory.root());
        out.printf(
                "  next     %s, %s, %s%n",
                installation.line("status " + name),
                installation.line("drill " + name),
                installation.line("down " + name));
        out.flush();
    }

    private void stop() {
        if (supervisor.isAlive()) {
            out.printf("%nStopping the members of %s ...%n", name);
            out.flush();
            supervisor.terminate();
            supervisor.await();
            out.printf("Stopped; the data stays in %s.%n", directory.root());
            out.flush();
        }
    }
}
