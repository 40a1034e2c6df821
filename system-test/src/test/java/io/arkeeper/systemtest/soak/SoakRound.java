package io.arkeeper.systemtest.soak;

import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.TestEnsemble;
import io.arkeeper.systemtest.network.NamespaceNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

    /**
     * @param heard operations whose outcome was heard, all of them checked
     * @param longestPause how long nobody had a write acknowledged
     * @param violations empty where all is well
     */
    record Result(List<Fault> faults, long heard, long unheard, Duration longestPause, List<String> violations) {}

    static final int CLIENTS = 16;
    private static final Duration CALM = Duration.ofSeconds(90);
    private static final Duration SESSIONS_OVER = Duration.ofSeconds(10); // their timeout is 4 s
    private static final int SYNC_SECONDS = 20;

    private final TestEnsemble ensemble;
    private final Schedule schedule;
    private final long seed;
    private final Duration pause;
    private final FaultInjector injector;
    private final History history = new History();

    /**
     * @param servers how many the ensemble has now
     * @param pause of each client between two operations, on average
     */
    SoakRound(
            TestEnsemble ensemble,
            Optional<NamespaceNetwork> network,
            int servers,
            Schedule schedule,
            long seed,
            Duration pause) {
        this.ensemble = ensemble;
        this.schedule = schedule;
        this.seed = seed;
        this.pause = pause;
        this.injector = new FaultInjector(ensemble, network, servers);
    }

    /** How many servers the ensemble has after it. */
    int servers() {
        return injector.servers();
    }

    Result run() throws Exception {
        injector.begin(schedule.servers());
        String root = "/soak-" + Long.toHexString(seed);
        prepare(root);
        workThroughFaults(root);
        List<String> violations = new ArrayList<>(history.surprises());
        violations.addAll(injector.violations());
        violations.addAll(RegisterCheck.violations(history.registers(), injector.doubts()));
        violations.addAll(SequenceCheck.violations(history.sequences()));
        for (String pod : ensemble.running()) {
            violations.addAll(NodeCheck.violations(
                    history.acknowledged(),
                    history.endedEphemerals(),
                    foundOnceSessionsAreOver(root, ensemble.clientsOf(pod)),
                    pod));
        }
        remove(root);
        return new Result(injector.happened(), history.heard(), history.unheard(), history.longestPause(), violations);
    }

    private void workThroughFaults(String root) throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        List<Thread> clients = new ArrayList<>();
        history.begin();
        for (int number = 0; number < CLIENTS; number++) {
            WorkloadClient client =
                    new WorkloadClient(injector::clients, root, number, seed + number + 1, history, stop, pause);
            clients.add(
                    Thread.ofPlatform().daemon().name("soak-client-" + number).start(client));
        }
        try {
            for (Step step : schedule.steps()) {
                injector.happen(step);
            }
            injector.heal();
        } finally {
            stop.countDown();
            for (Thread client : clients) {
                client.join();
            }
        }
    }

    private void prepare(String root) {
        await("a root for the round").atMost(CALM).ignoreExceptions().until(() -> {
            try (ZooKeeper client = TestEnsemble.connect(injector.clients())) {
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

    /** A session whose closing was lost on its way ends by its timeout; what is there after that is there to stay. */
    private Set<String> foundOnceSessionsAreOver(String root, String server) throws Exception {
        long deadline = System.nanoTime() + SESSIONS_OVER.toNanos();
        Set<String> found = found(root, server);
        while (System.nanoTime() < deadline
                && history.endedEphemerals().stream().anyMatch(found::contains)) {
            TimeUnit.MILLISECONDS.sleep(100);
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
