package io.arkeeper.systemtest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How long an ensemble of three has no leader when its leader is stopped or killed: members against plain {@code
 * QuorumPeerMain} of the same jars, JVM and flags, turn by turn in the same run.
 *
 * <p>It is the servers' own view: from the last {@code Mode: leader} of the old leader to the first one of the next,
 * which it says once a quorum has synced with it and it serves.
 */
public final class HandoverBench {

    private static final int ROUNDS = 11;
    private static final int SERVERS = 3;
    private static final String HEAP = "256m";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path work;
    private final Commands commands;

    private HandoverBench(Path home, Path work) {
        this.work = work;
        this.commands = new Commands(home, work, SERVERS, HEAP);
    }

    /** Arguments: the member's distribution, and an empty directory to work in. */
    public static void main(String[] arguments) throws Exception {
        new HandoverBench(Path.of(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        commands.wantServers(SERVERS);
        try (Ensemble plain = new Ensemble(213, commands::plain);
                Ensemble members = new Ensemble(214, commands::member)) {
            plain.start();
            members.start();
            System.out.printf("Time without a leader of three, median of %d (and worst)%n", ROUNDS);
            compare("leader stopped (SIGTERM)", plain, members, false);
            compare("leader killed (SIGKILL)", plain, members, true);
        }
    }

    private static void compare(String what, Ensemble plain, Ensemble members, boolean kill) throws Exception {
        double[] theirs = new double[ROUNDS];
        double[] ours = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            theirs[round] = plain.loseLeader(kill);
            ours[round] = members.loseLeader(kill);
        }
        Arrays.sort(theirs);
        Arrays.sort(ours);
        System.out.println(String.format(
                Locale.ROOT,
                "  %-26s QuorumPeerMain %4.0f ms (%4.0f)   Arkeeper %4.0f ms (%4.0f)   ratio %.2f",
                what,
                theirs[ROUNDS / 2],
                theirs[ROUNDS - 1],
                ours[ROUNDS / 2],
                ours[ROUNDS - 1],
                ours[ROUNDS / 2] / theirs[ROUNDS / 2]));
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
            return Server.start(
                    command.of(subnet, ordinal),
                    Commands.address(subnet, ordinal),
                    work.resolve("%d-%d.log".formatted(subnet, ordinal)));
        }

        /** Milliseconds from the old leader's last word to the next one's first. */
        private double loseLeader(boolean kill) throws Exception {
            int old = leader().orElseThrow();
            Server leader = servers.get(old);
            long[] last = {System.nanoTime()};
            Thread watch = Thread.ofPlatform().start(() -> {
                while (leader.srvr().contains("Mode: leader")) {
                    last[0] = System.nanoTime();
                    Server.pause();
                }
            });
            if (kill) {
                leader.process().destroyForcibly();
            } else {
                leader.process().destroy();
            }
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (IntStream.range(0, SERVERS)
                    .filter(other -> other != old)
                    .noneMatch(other -> servers.get(other).srvr().contains("Mode: leader"))) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("nobody leads");
                }
                Server.pause();
            }
            long next = System.nanoTime();
            watch.join();
            leader.process().waitFor();
            servers.set(old, start(old));
            awaitAll();
            return (next - last[0]) / 1e6;
        }

        private Optional<Integer> leader() {
            return IntStream.range(0, SERVERS)
                    .filter(ordinal -> servers.get(ordinal).srvr().contains("Mode: leader"))
                    .boxed()
                    .findFirst();
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
}
