package io.arkeeper.systemtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * How long two members take to join an ensemble of three that holds so many znodes of 1 KiB each, under a client that
 * writes all the time: from the start of each process until it serves, and until it votes. As in the image, members start with
 * an AOT cache of what one before them has learned.
 */
public final class JoinBench {

    private static final int FROM = 3;
    private static final int TO = 5;
    private static final int SUBNET = 215;
    private static final int ZNODES_PER_PARENT = 10_000;
    private static final int IN_FLIGHT = 500;
    private static final Duration SESSION = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final byte[] KIBIBYTE = new byte[1024];

    private final Path work;
    private final Path cache;
    private final Commands commands;

    private JoinBench(Path home, Path work, Path cache, String heap) {
        this.work = work;
        this.cache = cache;
        this.commands = new Commands(home, work, TO, heap);
    }

    /** Arguments: the member's distribution, an empty directory to work in, the number of znodes, and the heap. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        int znodes = Integer.parseInt(arguments[2]);
        String heap = arguments[3];
        Path cache = work.resolve("member.aot");
        new JoinBench(home, work.resolve("learn"), cache, heap).learn();
        new JoinBench(home, work.resolve("join"), cache, heap).run(znodes, heap);
    }

    /** Makes the cache, by a follower that leads once the leader has stopped. */
    private void learn() throws Exception {
        List<Server> servers = startAll(ordinal -> ordinal == 1 ? "-XX:AOTCacheOutput=" + cache : "-XX:AOTMode=off");
        try {
            fill(FROM);
            servers.getLast().close();
            fill(0);
            Process learning = servers.get(1).process();
            learning.destroy();
            if (!learning.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("a member that has learned does not end");
            }
        } finally {
            close(servers);
        }
    }

    private List<Server> startAll(IntFunction<String> option) throws IOException {
        commands.wantServers(FROM);
        List<Server> servers = new ArrayList<>();
        for (int ordinal = 0; ordinal < FROM; ordinal++) {
            servers.add(start(ordinal, option.apply(ordinal)));
        }
        for (Server server : servers) {
            server.millisUntilServing();
        }
        return servers;
    }

    private static void close(List<Server> servers) throws IOException {
        for (Server server : servers) {
            server.close();
        }
    }

    private void run(int znodes, String heap) throws Exception {
        String learned = "-XX:AOTCache=" + cache;
        List<Server> servers = startAll(ordinal -> learned);
        try {
            fill(znodes);
            try (SteadyLoad load = new SteadyLoad(connect())) {
                commands.wantServers(TO);
                for (int ordinal = FROM; ordinal < TO; ordinal++) {
                    servers.add(start(ordinal, learned));
                }
                List<Server> joined = servers.subList(FROM, TO);
                double[] serving = untilServing(joined);
                double[] voting = untilVoting(joined);
                System.out.println(String.format(
                        Locale.ROOT,
                        "%,9d znodes, heap %s: serving after %s ms, voting after %s ms, resident %s MiB; meanwhile %d"
                                + " writes, longest gap %d ms",
                        znodes,
                        heap,
                        whole(serving),
                        whole(voting),
                        whole(new double[] {
                            servers.get(0).residentMebibytes(),
                            servers.get(TO - 1).residentMebibytes()
                        }),
                        load.acknowledged.get(),
                        load.longestGapNanos / 1_000_000));
            }
        } finally {
            close(servers);
        }
    }

    private static double[] untilServing(List<Server> joined) throws Exception {
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Double>> serving = new ArrayList<>();
            for (Server server : joined) {
                serving.add(waiting.submit(server::millisUntilServing));
            }
            double[] millis = new double[serving.size()];
            for (int i = 0; i < millis.length; i++) {
                millis[i] = serving.get(i).get();
            }
            return millis;
        }
    }

    private static String whole(double[] figures) {
        return Arrays.toString(Arrays.stream(figures).mapToLong(Math::round).toArray());
    }

    private Server start(int ordinal, String option) throws IOException {
        return Server.start(
                commands.member(SUBNET, ordinal, option),
                Commands.address(SUBNET, ordinal),
                work.resolve("member-%d.log".formatted(ordinal)));
    }

    private static ZooKeeper connect() throws IOException, InterruptedException {
        String servers = String.join(
                ",",
                IntStream.range(0, FROM)
                        .mapToObj(ordinal -> Commands.address(SUBNET, ordinal) + ":2181")
                        .toList());
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(servers, Math.toIntExact(SESSION.toMillis()), event -> connected.countDown());
        connected.await();
        return client;
    }

    private static void fill(int znodes) throws Exception {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        AtomicReference<Code> failure = new AtomicReference<>();
        try (ZooKeeper client = connect()) {
            for (int number = 0; number < znodes; number++) {
                String parent = "/p" + number / ZNODES_PER_PARENT;
                if (number % ZNODES_PER_PARENT == 0) {
                    client.create(parent, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                }
                inFlight.acquire();
                client.create(
                        parent + "/n" + number,
                        KIBIBYTE,
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT,
                        (code, path, context, name) -> {
                            if (code != Code.OK.intValue()) {
                                failure.set(Code.get(code));
                            }
                            inFlight.release();
                        },
                        null);
            }
            inFlight.acquire(IN_FLIGHT);
        }
        if (failure.get() != null) {
            throw KeeperException.create(failure.get());
        }
    }

    /** Milliseconds from the start of each until the configuration that the leader has committed lets it vote. */
    private static double[] untilVoting(List<Server> joined) throws Exception {
        double[] voting = new double[joined.size()];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (ZooKeeper client = connect()) {
            while (Arrays.stream(voting).anyMatch(time -> time == 0)) {
                String config = new String(client.getConfig(false, null), UTF_8);
                long now = System.nanoTime();
                for (int i = 0; i < voting.length; i++) {
                    if (voting[i] == 0 && isVoter(config, FROM + i + 1)) {
                        voting[i] = (now - joined.get(i).startedNanos()) / 1e6;
                    }
                }
                if (now > deadline) {
                    throw new IOException("not all vote: " + config);
                }
                Server.pause();
            }
        }
        return voting;
    }

    private static boolean isVoter(String config, int id) {
        return config.lines()
                .anyMatch(line -> line.startsWith("server.%d=".formatted(id)) && line.contains(":participant"));
    }

    /** A client that writes one value after another. */
    private static final class SteadyLoad implements AutoCloseable {

        private final ZooKeeper client;
        private final Thread thread;
        private volatile boolean stopped;
        private final AtomicInteger acknowledged = new AtomicInteger();
        private volatile long longestGapNanos;

        private SteadyLoad(ZooKeeper client) throws KeeperException, InterruptedException {
            this.client = client;
            client.create("/load", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            this.thread = Thread.ofPlatform().start(this::write);
        }

        private void write() {
            long last = System.nanoTime();
            while (!stopped) {
                try {
                    client.setData("/load", KIBIBYTE, -1);
                    long now = System.nanoTime();
                    longestGapNanos = Math.max(longestGapNanos, now - last);
                    last = now;
                    acknowledged.incrementAndGet();
                } catch (KeeperException e) {
                    // the next one is tried; the gap tells
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws InterruptedException {
            stopped = true;
            thread.join(TimeUnit.MINUTES.toMillis(1));
            client.close();
        }
    }
}
