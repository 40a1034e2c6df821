package io.arkeeper.systemtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.QuorumTimings;
import io.arkeeper.systemtest.bench.JoinReport.Joined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/**
 * How long two members take to join an ensemble of three that holds so many znodes of 1 KiB each, and what memory that
 * takes, under a client that writes all the time. As in the image, members start with an AOT cache of what one before
 * them has learned.
 */
public final class JoinBench {

    private static final int FROM = 3;
    private static final int TO = 5;
    private static final int SUBNET = 215;
    private static final int SMALL = 200_000; // znodes, up to which 1 GiB is room for them and their garbage
    private static final Duration SESSION = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path work;
    private final Path cache;
    private final Commands commands;

    private JoinBench(Path home, Path work, Path cache, Size size) {
        this.work = work;
        this.cache = cache;
        this.commands = new Commands(home, work, TO, size.heap(), List.of("initTicks=" + size.initTicks()));
    }

    /**
     * So many znodes in members of this heap.
     *
     * @param initTicks how long a joiner may take to load the leader's snapshot
     */
    private record Size(int znodes, String heap, int initTicks) {

        /** {@code 10000}, {@code 10000:512m} with the heap, or {@code 10000:512m:30} with {@code initTicks}, too. */
        static Size of(String argument) {
            String[] parts = argument.split(":", 3);
            int znodes = Integer.parseInt(parts[0]);
            return new Size(
                    znodes,
                    parts.length > 1 ? parts[1] : znodes <= SMALL ? "1g" : "4g",
                    parts.length > 2 ? Integer.parseInt(parts[2]) : QuorumTimings.DEFAULT.initTicks());
        }
    }

    /**
     * Arguments: the member's distribution, an empty directory to work in, the report to write or {@code -}, the commit,
     * and the sizes.
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        Machine machine = Machine.now(arguments[3]);
        List<Size> sizes = Arrays.stream(arguments).skip(4).map(Size::of).toList();
        Path cache = work.resolve("member.aot");
        new JoinBench(home, work.resolve("learn"), cache, sizes.getFirst()).learn();
        List<JoinReport.Size> found = new ArrayList<>();
        for (Size size : sizes) {
            Path members = work.resolve("join");
            found.add(new JoinBench(home, members, cache, size).run(size));
            delete(members); // a million znodes are gigabytes
            if (!arguments[2].equals("-")) {
                Files.writeString(Path.of(arguments[2]), new JoinReport(machine, found).text());
            }
        }
        if (arguments[2].equals("-")) {
            System.out.println(new JoinReport(machine, found).text());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
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

    private static void fill(int znodes) throws Exception {
        try (ZooKeeper client = connect()) {
            new Znodes(client).create(znodes);
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

    private JoinReport.Size run(Size size) throws Exception {
        String learned = "-XX:AOTCache=" + cache;
        List<Server> servers = startAll(ordinal -> learned);
        try {
            fill(size.znodes());
            try (SteadyLoad load = new SteadyLoad(JoinBench::connect, Duration.ZERO);
                    MemoryWatch leader = MemoryWatch.of(leader(servers))) {
                commands.wantServers(TO);
                for (int ordinal = FROM; ordinal < TO; ordinal++) {
                    servers.add(start(ordinal, learned));
                }
                List<Joined> joined = joined(servers.subList(FROM, TO));
                JoinReport.Size found = new JoinReport.Size(
                        size.znodes(), size.heap(), size.initTicks(), joined, leader.most(), snapshot(), load.stop());
                System.out.println(found);
                return found;
            }
        } finally {
            close(servers);
        }
    }

    private static Server leader(List<Server> servers) throws IOException {
        return servers.stream()
                .filter(server -> server.srvr().contains("Mode: leader"))
                .findFirst()
                .orElseThrow(() -> new IOException("nobody leads"));
    }

    private static List<Joined> joined(List<Server> servers) throws Exception {
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
                MemoryWatch first = MemoryWatch.of(servers.getFirst());
                MemoryWatch last = MemoryWatch.of(servers.getLast())) {
            List<Future<Double>> serving = new ArrayList<>();
            for (Server server : servers) {
                serving.add(waiting.submit(() -> server.millisUntilServing(PATIENCE)));
            }
            double[] voting = untilVoting(servers);
            List<MemoryWatch> memory = List.of(first, last);
            List<Joined> joined = new ArrayList<>();
            for (int i = 0; i < servers.size(); i++) {
                joined.add(new Joined(
                        "zk-" + (FROM + i),
                        serving.get(i).get(),
                        voting[i],
                        memory.get(i).most()));
            }
            return joined;
        }
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
        if (!connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            client.close();
            throw new IOException("no session with any of the members");
        }
        return client;
    }

    /** The largest snapshot on the last joiner's disk, in MiB: what it got from the leader, and wrote. */
    private double snapshot() throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("m" + (TO - 1)))) {
            return files.filter(file -> file.getFileName().toString().startsWith("snapshot."))
                    .mapToDouble(file -> (double) file.toFile().length() / (1 << 20))
                    .max()
                    .orElse(0);
        }
    }

    /** Milliseconds from the start of each until the configuration that the leader has committed lets it vote. */
    private static double[] untilVoting(List<Server> joined) throws Exception {
        double[] voting = new double[joined.size()];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (ZooKeeper client = connect()) {
            while (Arrays.stream(voting).anyMatch(time -> time == 0)) {
                String config = config(client);
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

    private static String config(ZooKeeper client) throws KeeperException, InterruptedException {
        try {
            return new String(client.getConfig(false, null), UTF_8);
        } catch (KeeperException.ConnectionLossException e) {
            return ""; // asked again
        }
    }

    private static boolean isVoter(String config, int id) {
        return config.lines()
                .anyMatch(line -> line.startsWith("server.%d=".formatted(id)) && line.contains(":participant"));
    }
}
