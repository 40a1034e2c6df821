package io.arkeeper.systemtest.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.systemtest.soak.RegisterOperation.Kind;
import io.arkeeper.systemtest.soak.RegisterOperation.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * One client with the stock library that creates unique znodes, sequential ones and ephemeral ones, and reads and writes
 * registers, one after the other, until it is stopped. Half of the writes of registers are a compare-and-set.
 *
 * <p>Half of the writes of registers are a compare-and-set with the version that the server at hand has. Half of the reads
 * follow a {@code sync}, which is ZooKeeper's way to ask for the newest, half a write of the client's own. Only the second is safe whatever happens: a leader that hung answers a {@code sync} before it finds out
 * that another one leads by now, because nobody else has to agree to that.
 */
final class WorkloadClient implements Runnable {

    private static final int REGISTERS = 3;

    private static final int SESSION_MILLIS = 4_000;
    private static final int SYNC_SECONDS = 10;
    private static final int ANY_VERSION = -1;

    private final Supplier<String> servers;
    private final String root;
    private final int number;
    private final Random random;
    private final History history;
    private final CountDownLatch stop;
    private final Duration pause;
    private Optional<String> ephemeral = Optional.empty(); // of this session, if one is certain to be there
    private int made;

    /**
     * @param servers what to connect to, asked for each session
     * @param root below which {@code unique}, {@code queue}, {@code alive}, {@code barrier} and the registers {@code r0} … exist
     * @param pause between two operations, on average
     */
    WorkloadClient(
            Supplier<String> servers,
            String root,
            int number,
            long seed,
            History history,
            CountDownLatch stop,
            Duration pause) {
        this.servers = servers;
        this.root = root;
        this.number = number;
        this.random = new Random(seed);
        this.history = history;
        this.stop = stop;
        this.pause = pause;
    }

    @Override
    public void run() {
        while (isRunning()) {
            ephemeral = Optional.empty();
            try (ZooKeeper session = new ZooKeeper(servers.get(), SESSION_MILLIS, event -> {})) {
                workFor(session, 20 + random.nextInt(200));
                session.close();
                ephemeral.ifPresent(history::end);
            } catch (KeeperException.SessionExpiredException e) {
                ephemeral.ifPresent(history::end);
            } catch (KeeperException.SessionMovedException | IOException e) {
                // the next turn opens a new session
            } catch (KeeperException e) {
                history.surprise("client %d was answered: %s".formatted(number, e.getMessage()));
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isRunning() {
        return stop.getCount() > 0;
    }

    private void workFor(ZooKeeper session, int operations) throws KeeperException, InterruptedException {
        for (int i = 0; i < operations && isRunning(); i++) {
            try {
                if (pause.isPositive()) {
                    stop.await(random.nextLong(2 * pause.toMillis()), TimeUnit.MILLISECONDS);
                }
                int choice = random.nextInt(100);
                if (choice < 40) {
                    createUnique(session);
                } else if (choice < 53) {
                    write(session);
                } else if (choice < 65) {
                    compareAndSet(session);
                } else if (choice < 77) {
                    read(session);
                } else if (choice < 88) {
                    syncAndRead(session);
                } else if (choice < 98 || ephemeral.isPresent()) {
                    createSequential(session);
                } else {
                    ephemeral = Optional.of(createEphemeral(session));
                }
            } catch (KeeperException.ConnectionLossException e) {
                // the library reconnects by itself; what was under way is noted as of unknown outcome
            }
        }
    }

    private void createUnique(ZooKeeper session) throws KeeperException, InterruptedException {
        String path = root + "/unique/" + next();
        try {
            session.create(path, new byte[64], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            history.acknowledge(path);
        } catch (KeeperException.ConnectionLossException e) {
            history.unknown();
            throw e;
        }
    }

    private String createEphemeral(ZooKeeper session) throws KeeperException, InterruptedException {
        String path = root + "/alive/" + next();
        session.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        return path;
    }

    private void createSequential(ZooKeeper session) throws KeeperException, InterruptedException {
        String parent = root + "/queue";
        long invoked = System.nanoTime();
        try {
            String path = session.create(
                    parent + "/n", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
            int given = Integer.parseInt(path.substring(parent.length() + 2));
            history.add(new SequentialCreate(parent, given, invoked, System.nanoTime()), path);
        } catch (KeeperException.ConnectionLossException e) {
            history.unknown();
            throw e;
        }
    }

    private void write(ZooKeeper session) throws KeeperException, InterruptedException {
        write(session, register(), Kind.WRITE, ANY_VERSION);
    }

    /** With the version that the server at hand has, which may be old: then it must be refused. */
    private void compareAndSet(ZooKeeper session) throws KeeperException, InterruptedException {
        String register = register();
        int expected = read(session, register, Kind.LOOK, System.nanoTime());
        write(session, register, Kind.COMPARE_AND_SET, expected);
    }

    private void write(ZooKeeper session, String register, Kind kind, int expected)
            throws KeeperException, InterruptedException {
        String value = next();
        long invoked = System.nanoTime();
        Outcome outcome = Outcome.UNKNOWN;
        int version = -1;
        try {
            version = session.setData(register, value.getBytes(UTF_8), expected).getVersion();
            outcome = Outcome.DONE;
        } catch (KeeperException.BadVersionException e) {
            if (expected == ANY_VERSION) {
                throw e;
            }
            outcome = Outcome.REFUSED;
        } finally {
            history.add(new RegisterOperation(
                    register, kind, outcome, expected, version, value, invoked, System.nanoTime()));
        }
    }

    /** A write of one's own goes through the quorum, and what one asks afterwards is answered after it. */
    private void read(ZooKeeper session) throws KeeperException, InterruptedException {
        String register = register();
        long invoked = System.nanoTime();
        session.setData(root + "/barrier", new byte[0], -1);
        read(session, register, Kind.READ, invoked);
    }

    private void syncAndRead(ZooKeeper session) throws KeeperException, InterruptedException {
        String register = register();
        long invoked = System.nanoTime();
        CountDownLatch synced = new CountDownLatch(1);
        int[] code = {KeeperException.Code.CONNECTIONLOSS.intValue()};
        session.sync(
                register,
                (result, path, context) -> {
                    code[0] = result;
                    synced.countDown();
                },
                null);
        if (synced.await(SYNC_SECONDS, TimeUnit.SECONDS) && code[0] == 0) {
            read(session, register, Kind.SYNCED_READ, invoked);
        } // otherwise nothing was learnt
    }

    /** Returns the version that was there. */
    private int read(ZooKeeper session, String register, Kind kind, long invoked)
            throws KeeperException, InterruptedException {
        Stat stat = new Stat();
        String value = new String(session.getData(register, false, stat), UTF_8);
        history.add(RegisterOperation.read(register, kind, stat.getVersion(), value, invoked, System.nanoTime()));
        return stat.getVersion();
    }

    private String register() {
        return registers(root).get(random.nextInt(REGISTERS));
    }

    /** The registers below a root. */
    static List<String> registers(String root) {
        return IntStream.range(0, REGISTERS)
                .mapToObj(number -> root + "/r" + number)
                .toList();
    }

    private String next() {
        return number + "-" + made++;
    }
}
