package io.arkeeper.systemtest.soak;

import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.TestEnsemble;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * One round: clients work, faults happen, everything is healed, and the whole history is checked through every member. The
 * seed decides what happens and when; a round that failed is run again with it.
 */
final class SoakRound {

    /** @param violations empty where all is well */
    record Result(long seed, List<Fault> faults, long heard, long unheard, List<String> violations) {}

    private static final int[] SIZES = {1, 3, 5};
    private static final int CLIENTS = 6;
    private static final Duration CALM = Duration.ofSeconds(90);
    private static final Duration SESSIONS_OVER = Duration.ofSeconds(10); // their timeout is 6 s
    private static final int SYNC_SECONDS = 20;

    private final TestEnsemble ensemble;
    private final long seed;
    private final Random random;
    private final History history = new History();
    private final List<Fault> happened = new ArrayList<>();
    private final Set<String> paused = new HashSet<>();
    private boolean leaderHung;
    private int servers;

    /** @param servers how many the ensemble has now */
    SoakRound(TestEnsemble ensemble, int servers, long seed) {
        this.ensemble = ensemble;
        this.servers = servers;
        this.seed = seed;
        this.random = new Random(seed);
    }

    int servers() {
        return servers;
    }

    /** @param faults how many faults happen, some of them in pairs */
    Result run(int faults) throws Exception {
        String root = "/soak-" + Long.toHexString(seed);
        prepare(root);
        CountDownLatch stop = new CountDownLatch(1);
        List<Thread> clients = new ArrayList<>();
        for (int number = 0; number < CLIENTS; number++) {
            WorkloadClient client =
                    new WorkloadClient(ensemble::clients, root, number, seed + number + 1, history, stop);
            clients.add(
                    Thread.ofPlatform().daemon().name("soak-client-" + number).start(client));
        }
        try {
            while (happened.size() < faults) {
                waitABit(300 + random.nextInt(900));
                happen();
            }
            heal();
            waitABit(500);
        } finally {
            stop.countDown();
            for (Thread client : clients) {
                client.join();
            }
        }
        List<String> violations = new ArrayList<>(RegisterCheck.violations(history.registers(), leaderHung));
        violations.addAll(SequenceCheck.violations(history.sequences()));
        for (String pod : ensemble.running()) {
            violations.addAll(NodeCheck.violations(
                    history.acknowledged(),
                    history.endedEphemerals(),
                    foundOnceSessionsAreOver(root, ensemble.clientsOf(pod)),
                    pod));
        }
        remove(root);
        return new Result(seed, List.copyOf(happened), history.heard(), history.unheard(), violations);
    }

    private void prepare(String root) {
        await("a root for the round").atMost(CALM).ignoreExceptions().until(() -> {
            try (ZooKeeper client = TestEnsemble.connect(ensemble.clients())) {
                make(client, root);
                make(client, root + "/unique");
                make(client, root + "/queue");
                make(client, root + "/alive");
                make(client, root + "/barrier");
                for (int register = 0; register < WorkloadClient.REGISTERS; register++) {
                    make(client, root + "/r" + register);
                }
                return true;
            }
        });
    }

    private void remove(String root) {
        await("the round's znodes are removed").atMost(CALM).ignoreExceptions().until(() -> {
            try (ZooKeeper client = TestEnsemble.connect(ensemble.clientsOf(ensemble.pod(0)))) {
                return client.exists(root, false) == null || ZKUtil.deleteRecursive(client, root, 500);
            }
        });
    }

    private static void make(ZooKeeper client, String path) throws KeeperException, InterruptedException {
        if (client.exists(path, false) == null) {
            client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    private void happen() throws IOException, InterruptedException {
        Fault first = any();
        apply(first);
        if (random.nextInt(10) < 3) {
            Fault second = any();
            if (!second.excludes(first)) {
                apply(second);
            }
        }
        waitABit(200 + random.nextInt(1_800));
        if (random.nextBoolean() || first == Fault.WIPE || first == Fault.NO_NAMES) {
            heal();
        }
    }

    private Fault any() {
        Fault[] all = Fault.values();
        return all[random.nextInt(all.length)];
    }

    private void apply(Fault fault) throws IOException {
        List<String> running = ensemble.running().stream()
                .filter(pod -> !paused.contains(pod))
                .filter(pod -> ensemble.names().indexOf(pod) < servers)
                .toList();
        if (running.isEmpty()) {
            return;
        }
        String leader = ensemble.leaderNow().filter(running::contains).orElse(running.getFirst());
        String other = running.get(random.nextInt(running.size()));
        switch (fault) {
            case KILL_LEADER -> ensemble.pods().kill(leader);
            case KILL_FOLLOWER -> ensemble.pods().kill(other);
            case KILL_ALL -> running.forEach(ensemble.pods()::kill);
            case STOP_LEADER -> ensemble.pods().delete(leader);
            case STOP_FOLLOWER -> ensemble.pods().delete(other);
            case PAUSE_LEADER, PAUSE_FOLLOWER -> {
                if (!pause(fault == Fault.PAUSE_LEADER ? leader : other)) {
                    return;
                }
            }
            case WIPE -> {
                if (!wipe(other)) {
                    return;
                }
            }
            case MOVE -> move(other);
            case NO_NAMES -> ensemble.pods().loseNames();
            case ROLL -> {
                heal();
                for (String pod : ensemble.names().subList(0, servers)) {
                    ensemble.pods().delete(pod);
                    ensemble.awaitReady(servers);
                }
            }
            case SCALE -> scale();
        }
        happened.add(fault);
    }

    private boolean pause(String pod) {
        try {
            leaderHung |= ensemble.leaderNow().filter(pod::equals).isPresent();
            ensemble.pods().pause(pod);
            return paused.add(pod);
        } catch (IllegalStateException e) {
            return false; // an earlier fault ended it just now
        }
    }

    private void resume(String pod) {
        try {
            ensemble.pods().resume(pod);
        } catch (IllegalStateException e) {
            // another fault ended it meanwhile
        }
    }

    /** Only one disk at a time, and only where the others are well: more is a loss that nobody survives. */
    private boolean wipe(String pod) throws IOException {
        if (servers < 3) {
            return false;
        }
        heal();
        ensemble.stop(pod);
        ensemble.wipe(pod);
        ensemble.pods().start(pod);
        return true;
    }

    private void move(String pod) {
        int ordinal = ensemble.names().indexOf(pod);
        ensemble.stop(pod);
        ensemble.pods().move(pod, "127.0.211.%d".formatted(20 + ordinal + 10 * random.nextInt(20)));
        ensemble.pods().start(pod);
    }

    private void scale() {
        int before = servers;
        int to = SIZES[random.nextInt(SIZES.length)];
        heal();
        servers = to;
        ensemble.scale(to);
        if (to > before) {
            ensemble.names().subList(before, to).forEach(ensemble.pods()::start);
        } else {
            ensemble.stopBeyond(to);
        }
        ensemble.awaitVoters(to);
    }

    private void heal() {
        paused.forEach(this::resume);
        paused.clear();
        ensemble.pods().restoreNames();
        ensemble.names().subList(0, servers).forEach(ensemble.pods()::start);
        ensemble.awaitReady(servers);
        ensemble.awaitVoters(servers);
    }

    /** A pause of the schedule itself, not a wait for something. */
    private static void waitABit(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** A session whose closing was lost on its way ends by its timeout; what is there after that is there to stay. */
    private Set<String> foundOnceSessionsAreOver(String root, String server) throws Exception {
        long deadline = System.nanoTime() + SESSIONS_OVER.toNanos();
        Set<String> found = found(root, server);
        while (System.nanoTime() < deadline
                && history.endedEphemerals().stream().anyMatch(found::contains)) {
            waitABit(200);
            found = found(root, server);
        }
        return found;
    }

    private static Set<String> found(String root, String server) throws Exception {
        Set<String> found = new HashSet<>();
        try (ZooKeeper client = TestEnsemble.connect(server)) {
            CountDownLatch synced = new CountDownLatch(1);
            client.sync(root, (code, path, context) -> synced.countDown(), null);
            if (!synced.await(SYNC_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(server + " does not sync");
            }
            for (String parent : List.of(root + "/unique", root + "/queue", root + "/alive")) {
                client.getChildren(parent, false).forEach(child -> found.add(parent + "/" + child));
            }
        }
        return found;
    }
}
