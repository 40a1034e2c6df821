package io.arkeeper.cli.local;

import io.arkeeper.cli.local.pod.PodAction;
import io.arkeeper.cli.local.pod.PodLife;
import io.arkeeper.cli.local.pod.PodState;
import io.arkeeper.cli.local.pod.ProbeKind;
import io.arkeeper.cli.local.release.PodTemplate;
import io.arkeeper.cli.local.release.ProbeSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries out what {@link PodLife} decides for one pod: one thread owns the pod, and everything that happens to it
 * (orders, ends of processes, answers of probes) reaches that thread through one queue.
 */
final class PodRunner {

    /** Starts the process of a pod. */
    interface Launcher {
        Process launch(String pod, boolean newPod) throws IOException;
    }

    private static final int COULD_NOT_START = 126; // as shells have it
    private static final long LONGEST_ORDER_SECONDS = 30; // starting a process on a busy machine is the slowest
    private static final long LONGEST_WAIT_FOR_LAST_WORDS_MILLIS = 1000;

    private final String pod;
    private final PodTemplate template;
    private final Launcher launcher;
    private final Function<String, String> addressOf;
    private final RotatingLog log;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Consumer<PodStatus> listener;
    private final PodLife life;

    private final BlockingQueue<Runnable> happenings = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean closed;
    private int generation; // which process an answer belongs to
    private Optional<Process> process = Optional.empty();
    private LastWords speaking = new LastWords();
    private Optional<String> lastWords = Optional.empty();
    private PodState publishedState = PodState.STOPPED;
    private Instant since;
    private Optional<PodStatus> published = Optional.empty();

    PodRunner(
            String pod,
            PodTemplate template,
            Launcher launcher,
            Function<String, String> addressOf,
            RotatingLog log,
            Ticker ticker,
            InstantSource clock,
            Consumer<PodStatus> listener) {
        this.pod = pod;
        this.template = template;
        this.launcher = launcher;
        this.addressOf = addressOf;
        this.log = log;
        this.ticker = ticker;
        this.clock = clock;
        this.listener = listener;
        this.life = new PodLife(template);
        this.since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.thread = Thread.ofPlatform().name("pod-" + pod).daemon().unstarted(this::run);
    }

    void open() {
        thread.start();
    }

    CompletableFuture<?> start() {
        return order(() -> perform(life.start(ticker.nanos())));
    }

    CompletableFuture<?> stop() {
        return order(() -> perform(life.stop(ticker.nanos())));
    }

    CompletableFuture<?> delete() {
        return order(() -> perform(life.delete(ticker.nanos())));
    }

    CompletableFuture<?> kill() {
        return order(() -> perform(life.kill()));
    }

    CompletableFuture<?> automaticRestarts(boolean on) {
        return order(() -> life.automaticRestarts(on));
    }

    /** Done when the order has been taken and the status tells so: who asks then does not see the past. */
    private CompletableFuture<?> order(Runnable order) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        happenings.add(() -> {
            order.run();
            publish();
            taken.complete(null);
        });
        return CompletableFuture.anyOf(taken, ended).orTimeout(LONGEST_ORDER_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the thread; a process that still runs is left alone. */
    void close() {
        happenings.add(() -> closed = true);
    }

    private void run() {
        try {
            while (!closed) {
                Runnable happening = happenings.poll(untilDue(), TimeUnit.NANOSECONDS);
                if (happening != null) {
                    happening.run();
                }
                perform(life.due(ticker.nanos()));
                publish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            process.ifPresent(Process::destroyForcibly); // nobody would look after it any more
            throw e;
        } finally {
            ended.complete(null);
        }
    }

    private long untilDue() {
        long due = life.dueAt();
        return due == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, due - ticker.nanos());
    }

    private void perform(List<PodAction> actions) {
        for (PodAction action : actions) {
            switch (action) {
                case PodAction.Start(boolean newPod) -> launch(newPod);
                case PodAction.Probe(ProbeKind kind) -> probe(kind);
                case PodAction.Terminate() -> // Process.destroy() would close its output, too, and lose its last words
                    process.map(Process::toHandle).ifPresent(ProcessHandle::destroy);
                case PodAction.Kill() -> process.ifPresent(Process::destroyForcibly);
            }
        }
    }

    private void launch(boolean newPod) {
        int started = ++generation;
        LastWords words = new LastWords();
        speaking = words;
        try {
            Process launched = launcher.launch(pod, newPod);
            process = Optional.of(launched);
            Thread listening = Thread.ofPlatform().name("log-" + pod).daemon().start(() -> listen(launched, words));
            Thread.ofVirtual().start(() -> awaitEnd(launched, listening, started));
        } catch (IOException e) {
            words.heard("cannot be started: " + e.getMessage());
            happenings.add(() -> ended(started, COULD_NOT_START));
        }
    }

    private void listen(Process speaker, LastWords words) {
        try (BufferedReader lines = speaker.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                words.heard(line);
                synchronized (log) {
                    log.line(line);
                }
            }
        } catch (IOException e) {
            words.heard("its log cannot be written: " + e.getMessage());
        }
    }

    private void awaitEnd(Process launched, Thread listening, int whichGeneration) {
        try {
            int code = launched.waitFor();
            listening.join(LONGEST_WAIT_FOR_LAST_WORDS_MILLIS);
            happenings.add(() -> ended(whichGeneration, code));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(int whichGeneration, int code) {
        if (whichGeneration == generation) {
            process = Optional.empty();
            lastWords = speaking.sentence();
            perform(life.exited(code, ticker.nanos()));
        }
    }

    private void probe(ProbeKind kind) {
        int asked = generation;
        ProbeSpec spec = spec(kind);
        String address = addressOf.apply(pod);
        Thread.ofVirtual().start(() -> {
            HttpGet.Answer answer = HttpGet.from(address, spec.port(), spec.path(), spec.timeout());
            happenings.add(() -> {
                if (asked == generation) {
                    perform(life.answered(kind, answer.isSuccess(), words(answer), ticker.nanos()));
                }
            });
        });
    }

    private ProbeSpec spec(ProbeKind kind) {
        return switch (kind) {
            case STARTUP -> template.startup().orElseThrow();
            case LIVENESS -> template.liveness().orElseThrow();
            case READINESS -> template.readiness().orElseThrow();
        };
    }

    private static String words(HttpGet.Answer answer) {
        return answer.body()
                .lines()
                .findFirst()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .orElse("answered with status " + answer.status());
    }

    private void publish() {
        if (life.state() != publishedState) {
            publishedState = life.state();
            since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }
        PodStatus status = new PodStatus(
                pod,
                addressOf.apply(pod),
                life.state(),
                life.reason(),
                life.restarts(),
                since,
                process.map(running -> ProcessId.of(running.toHandle())),
                life.lastExit(),
                lastWords);
        if (!published.equals(Optional.of(status))) {
            published = Optional.of(status);
            listener.accept(status);
        }
    }
}
