package io.arkeeper.systemtest.bench;

import io.arkeeper.systemtest.bench.HandoverReport.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.ZooKeeper;

/**
 * How long an ensemble of three has no leader when its leader is stopped or killed, and how long a stock client waits for a
 * write: members against plain {@code QuorumPeerMain} of the same jars, JVM and flags, turn by turn in the same run.
 *
 * <p>It is the servers' own view: from the last {@code Mode: leader} of the old leader to the first one of the next,
 * which it says once a quorum has synced with it and it serves.
 */
public final class HandoverBench {

    private static final int ROUNDS = 11;
    private static final int SERVERS = 3;
    private static final String HEAP = "256m";
    private static final Duration PAUSE = Duration.ofMillis(2); // of the client: it is to notice, not to load
    private static final Duration SESSION = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path work;
    private final Commands commands;
    private final int rounds;

    private HandoverBench(Path home, Path work, int rounds) {
        this.work = work;
        this.commands = new Commands(home, work, SERVERS, HEAP);
        this.rounds = rounds;
    }

    /**
     * Arguments: the member's distribution, an empty directory to work in, the report to write or {@code -}, the commit,
     * and how many rounds.
     */
    public static void main(String[] arguments) throws Exception {
        Machine machine = Machine.now(arguments[3]);
        int rounds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : ROUNDS;
        List<Event> events = new HandoverBench(Path.of(arguments[0]), Path.of(arguments[1]), rounds).run();
        String report = new HandoverReport(machine, Version.getVersion(), events).text();
        if (arguments[2].equals("-")) {
            System.out.println(report);
        } else {
            Files.writeString(Path.of(arguments[2]), report);
        }
    }

    private List<Event> run() throws Exception {
        commands.wantServers(SERVERS);
        try (Ensemble plain = new Ensemble(213, commands::plain);
                Ensemble members = new Ensemble(214, commands::member)) {
            plain.start();
            members.start();
            return List.of(
                    compare("leader stopped (SIGTERM)", plain, members, false),
                    compare("leader killed (SIGKILL)", plain, members, true));
        }
    }

    private Event compare(String what, Ensemble plain, Ensemble members, boolean kill) throws Exception {
        Event event = new Event(what, new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < rounds; round++) {
            event.plain().add(plain.loseLeader(kill));
            event.members().add(members.loseLeader(kill));
            System.out.printf(
                    "%s, round %d: plain %.0f ms, Arkeeper %.0f ms without a leader%n",
                    what,
                    round + 1,
                    event.plain().getLast().leaderless(),
                    event.members().getLast().leaderless());
        }
        return event;
    }

    private interface Command {
        ProcessBuilder of(int subnet, int ordinal) throws IOException;
    }

    private final class Ensemble implements AutoCloseable {

        private final int subnet;
        private final Command command;
        private final List<Server> servers = new ArrayList<>();

        private Ensemble(int subnet, Command command) {
            this.subnet = subnet;
            this.command = command;
        }

        private void start() throws IOException {
            for (int ordinal = 0; ordinal < SERVERS; ordinal++) {
                servers.add(start(ordinal));
            }
            awaitAll();
        }

        private Server start(int ordinal) throws IOException {
            return Server.start(command.of(subnet, ordinal), Commands.address(subnet, ordinal), log(ordinal));
        }

        private Path log(int ordinal) {
            return work.resolve("%d-%d.log".formatted(subnet, ordinal));
        }

        private Handover loseLeader(boolean kill) throws Exception {
            int old = leader(Optional.empty()).orElseThrow();
            Handover handover;
            try (SteadyLoad load = new SteadyLoad(this::connect, PAUSE)) {
                load.awaitWrites(PATIENCE);
                handover = loseLeader(old, kill, load);
            }
            servers.get(old).process().waitFor();
            servers.set(old, start(old));
            awaitAll();
            return handover;
        }

        private Handover loseLeader(int old, boolean kill, SteadyLoad load) throws Exception {
            Server leader = servers.get(old);
            Moment[] last = {Moment.now()};
            Thread watch = Thread.ofPlatform().start(() -> {
                while (leader.srvr().contains("Mode: leader")) {
                    last[0] = Moment.now();
                    Server.pause();
                }
            });
            if (kill) {
                leader.process().destroyForcibly();
            } else {
                leader.process().destroy();
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Optional<Integer> next = Optional.empty();
            while (next.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("nobody leads");
                }
                Server.pause();
                next = leader(Optional.of(old));
            }
            Moment serves = Moment.now();
            watch.join();
            load.awaitWrites(PATIENCE);
            SteadyLoad.Gap gap = load.stop().longestGap();
            return new Handover(
                    (serves.nanos() - last[0].nanos()) / 1e6,
                    gap.millis(),
                    Math.max(0, gap.toNanos() - serves.nanos()) / 1e6,
                    Handover.stages(LogLine.read(log(next.get())), last[0].clock(), serves.clock()));
        }

        private Optional<Integer> leader(Optional<Integer> but) {
            return IntStream.range(0, SERVERS)
                    .filter(ordinal -> but.isEmpty() || ordinal != but.get())
                    .filter(ordinal -> servers.get(ordinal).srvr().contains("Mode: leader"))
                    .boxed()
                    .findFirst();
        }

        private ZooKeeper connect() throws IOException, InterruptedException {
            String addresses =
                    servers.stream().map(server -> server.address() + ":2181").collect(Collectors.joining(","));
            CountDownLatch connected = new CountDownLatch(1);
            ZooKeeper client =
                    new ZooKeeper(addresses, Math.toIntExact(SESSION.toMillis()), event -> connected.countDown());
            if (!connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                client.close();
                throw new IOException("no session with any server");
            }
            return client;
        }

        private void awaitAll() throws IOException {
            for (Server server : servers) {
                server.millisUntilServing();
            }
        }

        @Override
        public void close() throws IOException {
            for (Server server : servers) {
                server.close();
            }
        }
    }

    /** By the clock of logs, and by one that never jumps. */
    private record Moment(Instant clock, long nanos) {
        private static Moment now() {
            return new Moment(Instant.now(), System.nanoTime());
        }
    }
}
