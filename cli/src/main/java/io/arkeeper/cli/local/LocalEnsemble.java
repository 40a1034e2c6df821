package io.arkeeper.cli.local;

import io.arkeeper.cli.local.release.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A release that runs on this machine: one process per pod, one address per process, names from a hosts file.
 *
 * <p>What a cluster does to pods can be done to these: deleted, killed, paused, given another address, cut off from
 * their DNS. {@link #await} tells when it has had its effect.
 */
public final class LocalEnsemble implements AutoCloseable {

    private final Release release;
    private final InstanceDirectory directory;
    private final PodNetwork network;
    private final LocalKubelet kubelet;
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final Map<String, PodRunner> runners = new LinkedHashMap<>();
    private final Map<String, PodStatus> statuses = new ConcurrentHashMap<>();
    private final List<Consumer<PodStatus>> listeners = new CopyOnWriteArrayList<>();
    private final List<RotatingLog> logs = new ArrayList<>();
    private final Object changed = new Object();

    public LocalEnsemble(
            Release release, MemberDistribution distribution, InstanceDirectory directory, PodNetwork network) {
        this.release = release;
        this.directory = directory;
        this.network = network;
        this.kubelet = new LocalKubelet(release, distribution, directory, network, this::address);
        try {
            Files.createDirectories(directory.supervisorLog().getParent());
            for (String pod : release.pods()) {
                addresses.put(pod, network.address(release.id(pod)));
                kubelet.provision(pod);
                RotatingLog log = new RotatingLog(directory.log(pod), RotatingLog.LONGEST);
                logs.add(log);
                runners.put(
                        pod,
                        new PodRunner(
                                pod,
                                release.template(pod),
                                kubelet,
                                this::address,
                                log,
                                Ticker.SYSTEM,
                                InstantSource.system(),
                                this::changed));
            }
            writeHosts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        runners.values().forEach(PodRunner::open);
        automaticRestarts(true); // the first order has every pod tell its status
    }

    /** Has every change of a pod told, from the thread of the pod it happened to. */
    public void onChange(Consumer<PodStatus> listener) {
        listeners.add(listener);
    }

    public Release release() {
        return release;
    }

    public InstanceDirectory directory() {
        return directory;
    }

    public List<String> pods() {
        return release.pods();
    }

    public PodStatus status(String pod) {
        return statuses.get(pod);
    }

    /** The latest of every pod, in the order of their ordinals. */
    public List<PodStatus> statuses() {
        return pods().stream()
                .map(statuses::get)
                .filter(status -> status != null)
                .toList();
    }

    public void start() {
        orderAll(PodRunner::start);
    }

    public void start(String pod) {
        runner(pod).start().join();
    }

    /** Ends a pod in good order; it stays away until {@link #start(String)}. */
    public void stop(String pod) {
        runner(pod).stop().join();
    }

    /** Ends all pods in good order, all at once, and waits for them; those that exceed the grace period are killed. */
    public void stop() {
        orderAll(PodRunner::stop);
        Duration patience = release.template().gracePeriod().plusSeconds(5); // for the killed ones to be gone
        await("every pod has stopped", patience, all -> all.stream()
                .noneMatch(pod -> pod.state().hasProcess()));
    }

    /** SIGTERM, as {@code kubectl delete pod}: a new pod takes its place. */
    public void delete(String pod) {
        runner(pod).delete().join();
    }

    /** SIGKILL, as a crash or the kernel's memory killer. */
    public void kill(String pod) {
        runner(pod).kill().join();
    }

    /** SIGSTOP: the process hangs, its connections stay open. */
    public void pause(String pod) {
        signal(pod, "STOP");
    }

    public void resume(String pod) {
        signal(pod, "CONT");
    }

    /** Whether pods that end are started again by themselves; switched off, they wait for {@link #start(String)}. */
    public void automaticRestarts(boolean on) {
        orderAll(runner -> runner.automaticRestarts(on));
    }

    public String address(String pod) {
        String address = addresses.get(pod);
        if (address == null) {
            throw new IllegalArgumentException("no pod is called " + pod + ", there are " + pods());
        }
        return address;
    }

    /** Gives a pod another address. Names lead there at once; the pod itself listens there from its next start on. */
    public void move(String pod, String address) {
        address(pod);
        network.move(release.id(pod), address);
        addresses.put(pod, address);
        writeHosts();
    }

    /** Takes all names away, the pods' own included, until {@link #restoreNames()}: a DNS outage. */
    public void loseNames() {
        writeHosts("");
    }

    public void restoreNames() {
        writeHosts();
    }

    /** Changes an entry of whichever ConfigMap has it, as an upgrade of the release does. */
    public void change(String entry, String text) {
        change(Map.of(entry, text));
    }

    /** Changes entries of whichever ConfigMaps and Secrets have them, those of one in one step. */
    public void change(Map<String, String> texts) {
        try {
            kubelet.change(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients connect to: every pod's address and client port. */
    public String connectString() {
        int port = port("client");
        return pods().stream().map(pod -> address(pod) + ":" + port).collect(Collectors.joining(","));
    }

    /** The number of a port of the container. */
    public int port(String name) {
        return release.template().ports().get(name);
    }

    /** The directory in which the pod keeps its data. */
    public Path data(String pod) {
        return kubelet.data(pod);
    }

    public void awaitReady(Duration patience) {
        await(
                "every pod is ready",
                patience,
                all -> all.size() == pods().size() && all.stream().allMatch(PodStatus::isReady));
    }

    /**
     * Waits until the pods are as expected.
     *
     * @param what the expectation, for the message
     * @throws IllegalStateException where they are not in time: it tells how each pod is
     */
    public void await(String what, Duration patience, Predicate<List<PodStatus>> expectation) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (changed) {
            while (!expectation.test(statuses())) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IllegalStateException(
                            "not within %d s: %s; the pods are:\n%s".formatted(patience.toSeconds(), what, describe()));
                }
                try {
                    changed.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while waiting until " + what, e);
                }
            }
        }
    }

    /** Stops what runs. The data stays. */
    @Override
    public void close() {
        stop();
        runners.values().forEach(PodRunner::close);
        try {
            for (RotatingLog log : logs) {
                log.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void changed(PodStatus status) {
        statuses.put(status.pod(), status);
        synchronized (changed) {
            changed.notifyAll();
        }
        listeners.forEach(listener -> listener.accept(status));
    }

    private String describe() {
        return statuses().stream()
                .map(status -> "  %s %s: %s%s"
                        .formatted(
                                status.pod(),
                                status.state(),
                                status.reason(),
                                status.lastWords()
                                        .map(words -> " (last said: " + words + ")")
                                        .orElse("")))
                .collect(Collectors.joining("\n"));
    }

    private void orderAll(Function<PodRunner, CompletableFuture<?>> order) {
        List<CompletableFuture<?>> orders = new ArrayList<>();
        runners.values().forEach(runner -> orders.add(order.apply(runner)));
        orders.forEach(CompletableFuture::join);
    }

    private PodRunner runner(String pod) {
        address(pod);
        return runners.get(pod);
    }

    private void signal(String pod, String name) {
        ProcessId process = status(pod)
                .process()
                .orElseThrow(() -> new IllegalStateException(
                        pod + " has no process: " + status(pod).reason()));
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -%s %d ended with %d".formatted(name, process.pid(), code));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeHosts() {
        Map<String, String> inOrder = new LinkedHashMap<>();
        pods().forEach(pod -> inOrder.put(pod, address(pod)));
        writeHosts(HostsFile.text(release, release.clusterDomain(), inOrder, machine()));
    }

    private void writeHosts(String text) {
        try {
            AtomicFile.write(directory.hosts(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String machine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
