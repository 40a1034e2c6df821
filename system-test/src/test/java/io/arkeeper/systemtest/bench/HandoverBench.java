package io.arkeeper.systemtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    private final Path home;
    private final Path work;

    private HandoverBench(Path home, Path work) {
        this.home = home;
        this.work = work;
    }

    /** Arguments: the member's distribution, and an empty directory to work in. */
    public static void main(String[] arguments) throws Exception {
        new HandoverBench(Path.of(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        try (Ensemble plain = new Ensemble(213, this::plain);
                Ensemble members = new Ensemble(214, this::member)) {
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

    private interface Commands {
        ProcessBuilder of(int subnet, int ordinal) throws IOException;
    }

    private final class Ensemble implements AutoCloseable {

        private final int subnet;
        private final Commands commands;
        private final List<Server> servers = new ArrayList<>();

        private Ensemble(int subnet, Commands commands) {
            this.subnet = subnet;
            this.commands = commands;
        }

        private void start() throws IOException {
            for (int ordinal = 0; ordinal < SERVERS; ordinal++) {
                servers.add(start(ordinal));
            }
            awaitAll();
        }

        private Server start(int ordinal) throws IOException {
            return Server.start(
                    commands.of(subnet, ordinal),
                    address(subnet, ordinal),
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

    private static String address(int subnet, int ordinal) {
        return "127.0.%d.%d".formatted(subnet, ordinal + 1);
    }

    private List<String> java(String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Files.readAllLines(home.resolve("member.args")).stream()
                .takeWhile(line -> !line.equals("-cp"))
                .filter(line -> line.startsWith("-"))
                .forEach(command::add);
        command.addAll(List.of("-Xms" + HEAP, "-Xmx" + HEAP));
        command.addAll(Arrays.asList(more));
        return command;
    }

    private ProcessBuilder plain(int subnet, int ordinal) throws IOException {
        Path directory = Files.createDirectories(work.resolve("p" + ordinal));
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), "%d\n".formatted(ordinal + 1));
        String lines = IntStream.range(0, SERVERS)
                .mapToObj(other -> "server.%d=%2$s:2888:3888;%2$s:2181".formatted(other + 1, address(subnet, other)))
                .collect(Collectors.joining("\n"));
        Path config = directory.resolve("zoo.cfg");
        if (!Files.exists(config)) { // from then on it is the server's
            Files.writeString(config, """
                    dataDir=%s
                    tickTime=2000
                    initLimit=10
                    syncLimit=5
                    admin.enableServer=false
                    4lw.commands.whitelist=srvr
                    %s
                    """.formatted(data, lines));
        }
        Path logback = Files.writeString(directory.resolve("logback.xml"), """
                <configuration><appender name="C" class="ch.qos.logback.core.ConsoleAppender"><encoder>
                <pattern>%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m%n</pattern></encoder></appender>
                <root level="INFO"><appender-ref ref="C"/></root></configuration>
                """);
        return new ProcessBuilder(java(
                "-Dlogback.configurationFile=file:" + logback,
                "-cp",
                jars(false).collect(Collectors.joining(":")),
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                config.toString()));
    }

    private ProcessBuilder member(int subnet, int ordinal) throws IOException {
        Path directory = Files.createDirectories(work.resolve("m" + ordinal));
        Files.writeString(
                directory.resolve("hosts"),
                IntStream.range(0, SERVERS)
                        .mapToObj(other -> "%s zk-%d.zk-headless.bench.svc.cluster.local\n"
                                .formatted(address(subnet, other), other))
                        .collect(Collectors.joining()));
        Files.writeString(directory.resolve("member.properties"), "service=zk-headless\n");
        Files.writeString(directory.resolve("ensemble.properties"), "servers=%d\n".formatted(SERVERS));
        ProcessBuilder builder = new ProcessBuilder(java(
                "-Djdk.net.hosts.file=" + directory.resolve("hosts"),
                "-cp",
                jars(true).collect(Collectors.joining(":")),
                "io.arkeeper.member.Main"));
        builder.environment().put("ARKEEPER_POD_NAME", "zk-" + ordinal);
        builder.environment().put("ARKEEPER_NAMESPACE", "bench");
        builder.environment().put("ARKEEPER_CONFIG", directory.toString());
        builder.environment().put("ARKEEPER_DATA", directory.resolve("data").toString());
        builder.environment().put("ARKEEPER_BIND_ADDRESS", address(subnet, ordinal));
        return builder;
    }

    private Stream<String> jars(boolean own) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars
                    .filter(jar -> own || !jar.getFileName().toString().startsWith("arkeeper"))
                    .sorted()
                    .map(Path::toString)
                    .toList()
                    .stream();
        }
    }
}
