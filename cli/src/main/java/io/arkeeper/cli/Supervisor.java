package io.arkeeper.cli;

import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.LocalEnsemble;
import io.arkeeper.cli.local.MemberDistribution;
import io.arkeeper.cli.local.ProcessId;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.cli.local.release.Release;
import io.arkeeper.cli.local.release.ReleaseReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that looks after a local ensemble, started by {@code up} and living as long as the ensemble.
 *
 * <p>A process of its own, for three reasons: Ctrl-C in the terminal must reach the members in good order and not as
 * a signal to all of them; {@code --detach} is then the same thing without the waiting; and Helm's 100 MB are gone when
 * rendering is done. {@code up} starts it while Helm still renders, so it first waits for its {@link Order} on stdin.
 *
 * <p>It ends on SIGTERM, or where it is attached when {@code up} has gone: members first, within their grace period.
 */
public final class Supervisor {

    private final InstanceDirectory directory;
    private final LocalEnsemble ensemble;
    private Instance instance;

    private Supervisor(InstanceDirectory directory, LocalEnsemble ensemble, Instance instance) {
        this.directory = directory;
        this.ensemble = ensemble;
        this.instance = instance;
    }

    /** Two arguments: the instance's directory and the member distribution. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Optional<Order> order = Optional.ofNullable(input.readLine()).map(Order::parse);
        if (order.isEmpty()) {
            return; // `up` has found something to refuse
        }
        InstanceDirectory directory = new InstanceDirectory(Path.of(arguments[0]));
        try (FileChannel lock =
                FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                System.err.println("another supervisor has just taken " + directory.root());
                System.exit(ExitCode.ALREADY_RUNNING);
            }
            supervise(directory, new MemberDistribution(Path.of(arguments[1])), order.get());
            if (order.get().attached()) {
                while (input.readLine() != null) {
                    // `up` says nothing more; the end of its output is the end of it
                }
                System.exit(ExitCode.OK);
            }
            Thread.currentThread().join(); // until a signal ends the process
        }
    }

    private static void supervise(InstanceDirectory directory, MemberDistribution member, Order order)
            throws IOException {
        Release release =
                ReleaseReader.read(order.name(), order.namespace(), Files.readString(directory.manifest()));
        LocalEnsemble ensemble = new LocalEnsemble(release, member, directory, order.subnet());
        Instance instance = new Instance(
                release.name(),
                release.namespace(),
                order.subnet(),
                Optional.of(ProcessId.of(ProcessHandle.current())),
                Instant.now(),
                release.replicas(),
                release.template().ports(),
                release.minAvailable(),
                ensemble.statuses());
        Supervisor supervisor = new Supervisor(directory, ensemble, instance);
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        ensemble.onChange(pod -> supervisor.tell());
        ensemble.start();
    }

    private void stop() {
        ensemble.close();
        synchronized (this) {
            instance = instance.withSupervisor(Optional.empty());
            tell();
        }
    }

    private synchronized void tell() {
        try {
            instance = instance.withPods(ensemble.statuses());
            instance.write(directory.instanceFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What {@code up} tells the supervisor when it has rendered the chart.
     *
     * @param attached whether the ensemble ends when {@code up} does
     */
    record Order(String name, String namespace, Subnet subnet, boolean attached) {

        static Order parse(String line) {
            String[] words = line.split(" ", 4);
            return new Order(
                    words[0],
                    words[1],
                    new Subnet(Integer.parseInt(words[2])),
                    Boolean.parseBoolean(words[3]));
        }

        String line() {
            return "%s %s %d %s".formatted(name, namespace, subnet.x(), attached);
        }
    }
}
