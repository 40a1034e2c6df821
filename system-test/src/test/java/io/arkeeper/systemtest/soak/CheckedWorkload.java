package io.arkeeper.systemtest.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.TestEnsemble;
import io.arkeeper.systemtest.soak.RegisterOperation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** Clients that work for as long as anything may happen to the servers, and the check of all that they were told. */
public final class CheckedWorkload {

    static final int CLIENTS = 16;
    private static final Duration CALM = Duration.ofSeconds(90);
    private static final int SYNC_SECONDS = 20;

    private final String root;
    private final long seed;
    private final Duration pause;
    private final Supplier<String> servers;
    private final History history = new History();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> clients = new ArrayList<>();
    private final EphemeralWatch watch;
    private long excused;

    /**
     * @param root below which they work, a path that nobody else uses
     * @param seed decides what each does
     * @param pause of each between two operations, on average
     * @param servers what to connect to, asked for each session
     */
    public CheckedWorkload(String root, long seed, Duration pause, Supplier<String> servers) {
        this.root = root;
        this.seed = seed;
        this.pause = pause;
        this.servers = servers;
        this.watch = new EphemeralWatch(servers, root, history, stop);
    }

    public void start() {
        history.begin();
        for (int number = 0; number < CLIENTS; number++) {
            WorkloadClient client = new WorkloadClient(servers, root, number, seed + number + 1, history, stop, pause);
            clients.add(
                    Thread.ofPlatform().daemon().name("soak-client-" + number).start(client));
        }
        clients.add(Thread.ofPlatform().daemon().name("soak-watch").start(watch));
    }

    public void stop() throws InterruptedException {
        stop.countDown();
        for (Thread client : clients) {
            client.join();
        }
    }

    /** What is known of the registers so far. */
    List<RegisterOperation> registers() {
        return history.registers();
    }

    /** What no client may ever be told or see, told while the clients work. */
    List<String> surprises() {
        return history.surprises();
    }

    /**
     * What is not as it was promised, after {@link #stop()}.
     *
     * @param members what to connect to at each member, by its name
     */
    public List<String> violations(Map<String, String> members) throws Exception {
        return violations(members, List.of());
    }

    /** @param doubts when a leader may not have known that others had another one */
    List<String> violations(Map<String, String> members, List<Period> doubts) throws Exception {
        List<String> violations = new ArrayList<>(surprises());
        for (Map.Entry<String, String> member : members.entrySet()) {
            violations.addAll(lastLook(member.getKey(), member.getValue()));
        }
        RegisterCheck.Result registers = RegisterCheck.of(history.registers(), doubts);
        excused = registers.excused();
        violations.addAll(registers.violations());
        violations.addAll(SequenceCheck.violations(history.sequences()));
        return violations;
    }

    /** How much was checked, after the violations were asked for. */
    Checked checked() {
        return new Checked(
                history.heard(), history.unheard(), history.compareAndSets(), history.refused(), watch.gone(), excused);
    }

    /** Operations whose outcome was heard, all of them checked. */
    public long heard() {
        return history.heard();
    }

    /** Operations that may have happened. */
    public long unheard() {
        return history.unheard();
    }

    /** How long nobody had a write acknowledged. */
    public Duration longestPause() {
        return history.longestPause();
    }

    /** Makes what the clients work below. */
    public void prepare() {
        await("a root for the round").atMost(CALM).ignoreExceptions().until(() -> {
            try (ZooKeeper client = TestEnsemble.connect(servers.get())) {
                make(client, root);
                make(client, root + "/unique");
                make(client, root + "/queue");
                make(client, root + "/alive");
                make(client, root + "/barrier");
                make(client, root + "/watch");
                for (String register : WorkloadClient.registers(root)) {
                    make(client, register);
                }
                return true;
            }
        });
    }

    /** Deletes all that was written, through one member. */
    public void remove(String member) {
        await("the round's znodes are removed").atMost(CALM).ignoreExceptions().until(() -> {
            try (ZooKeeper client = TestEnsemble.connect(member)) {
                return client.exists(root, false) == null || ZKUtil.deleteRecursive(client, root, 500);
            }
        });
    }

    private static void make(ZooKeeper client, String path) throws KeeperException, InterruptedException {
        if (client.exists(path, false) == null) {
            client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    /** What is there for good at one member; the last values of the registers become part of the history. */
    private List<String> lastLook(String member, String server) throws Exception {
        Set<String> found = foundOnceSessionsAreOver(server);
        List<String> violations = NodeCheck.violations(
                history.acknowledged(), history.endedEphemerals().keySet(), found, member);
        try (ZooKeeper client = TestEnsemble.connect(server)) {
            for (String register : WorkloadClient.registers(root)) {
                Stat stat = new Stat();
                long invoked = System.nanoTime();
                sync(client, server);
                String value = new String(client.getData(register, false, stat), UTF_8);
                history.add(RegisterOperation.read(
                        register, Kind.SYNCED_READ, stat.getVersion(), value, invoked, System.nanoTime()));
            }
        } catch (KeeperException.NoNodeException e) {
            violations.add("register %s is not there at %s".formatted(e.getPath(), member));
        }
        return violations;
    }

    /** A session whose closing was lost on its way ends by its timeout; what is there after that is there to stay. */
    private Set<String> foundOnceSessionsAreOver(String server) throws Exception {
        long deadline = System.nanoTime() + EphemeralCheck.ALLOWED.toNanos();
        Set<String> found = found(server);
        while (System.nanoTime() < deadline
                && history.endedEphemerals().keySet().stream().anyMatch(found::contains)) {
            TimeUnit.MILLISECONDS.sleep(100);
            found = found(server);
        }
        return found;
    }

    private Set<String> found(String server) throws Exception {
        Set<String> found = new HashSet<>();
        try (ZooKeeper client = TestEnsemble.connect(server)) {
            sync(client, server);
            for (String parent : List.of(root + "/unique", root + "/queue", root + "/alive")) {
                client.getChildren(parent, false).forEach(child -> found.add(parent + "/" + child));
            }
        }
        return found;
    }

    private void sync(ZooKeeper client, String server) throws InterruptedException {
        CountDownLatch synced = new CountDownLatch(1);
        client.sync(root, (code, path, context) -> synced.countDown(), null);
        if (!synced.await(SYNC_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(server + " does not sync");
        }
    }
}
