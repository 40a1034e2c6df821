package io.arkeeper.systemtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One member against plain {@code QuorumPeerMain} of the same jars, JVM and flags, turn by turn in the same run: time
 * from process start to serving, and idle resident memory.
 *
 * <p>The peer is a quorum of one as well, because a single standalone server cannot grow; standalone is shown beside it.
 */
public final class MemberBench {

    private static final int ROUNDS = 7;
    private static final int IDLE_SECONDS = 3;
    private static final String HEAP = "512m";

    private final Path home;
    private final Path work;

    private MemberBench(Path home, Path work) {
        this.home = home;
        this.work = work;
    }

    /** Arguments: the member's distribution, and an empty directory to work in. */
    public static void main(String[] arguments) throws Exception {
        new MemberBench(Path.of(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        List<double[]> member = new ArrayList<>();
        List<double[]> quorum = new ArrayList<>();
        List<double[]> standalone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            standalone.add(measure(plain(round, true), "127.0.212.1", "standalone" + round));
            quorum.add(measure(plain(round, false), "127.0.212.1", "quorum" + round));
            member.add(measure(member(round), "127.0.212.2", "member" + round));
        }
        System.out.println(
                "One server, process start to serving (median of %d), and idle resident memory".formatted(ROUNDS));
        show("QuorumPeerMain, standalone", standalone);
        show("QuorumPeerMain, quorum of one", quorum);
        show("Arkeeper member", member);
        System.out.println(String.format(
                Locale.ROOT,
                "  ratio to the quorum of one: %.2f x start, %+.0f MiB resident",
                median(member, 0) / median(quorum, 0),
                median(member, 1) - median(quorum, 1)));
    }

    private static void show(String what, List<double[]> figures) {
        System.out.println(String.format(
                Locale.ROOT, "  %-30s %6.0f ms   %4.0f MiB", what, median(figures, 0), median(figures, 1)));
    }

    private static double median(List<double[]> figures, int column) {
        double[] sorted =
                figures.stream().mapToDouble(figure -> figure[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private double[] measure(ProcessBuilder command, String address, String name) throws Exception {
        try (Server server = Server.start(command, address, work.resolve(name + ".log"))) {
            double millis = server.millisUntilServing();
            boolean interrupted = new CountDownLatch(1).await(IDLE_SECONDS, TimeUnit.SECONDS);
            return new double[] {millis, interrupted ? 0 : server.residentMebibytes()};
        }
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

    private ProcessBuilder plain(int round, boolean standalone) throws IOException {
        Path directory = Files.createDirectories(work.resolve((standalone ? "s" : "q") + round));
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), "1\n");
        Path config = Files.writeString(directory.resolve("zoo.cfg"), """
                dataDir=%s
                tickTime=2000
                initLimit=10
                syncLimit=5
                admin.enableServer=false
                4lw.commands.whitelist=srvr
                %s
                """.formatted(
                        data,
                        standalone
                                ? "clientPortAddress=127.0.212.1\nclientPort=2181"
                                : "standaloneEnabled=false\nreconfigEnabled=true\n"
                                        + "server.1=127.0.212.1:2888:3888;127.0.212.1:2181"));
        Path logback = Files.writeString(directory.resolve("logback.xml"), """
                <configuration><appender name="C" class="ch.qos.logback.core.ConsoleAppender"><encoder>
                <pattern>%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m%n</pattern></encoder></appender>
                <root level="INFO"><appender-ref ref="C"/></root></configuration>
                """);
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            String classPath = jars.filter(jar -> !jar.getFileName().toString().startsWith("arkeeper"))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
            return new ProcessBuilder(java(
                    "-Dlogback.configurationFile=file:" + logback,
                    "-cp",
                    classPath,
                    "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                    config.toString()));
        }
    }

    private ProcessBuilder member(int round) throws IOException {
        Path directory = Files.createDirectories(work.resolve("m" + round));
        Files.writeString(directory.resolve("hosts"), "127.0.212.2 zk-0.zk-headless.bench.svc.cluster.local\n");
        Files.writeString(directory.resolve("member.properties"), "service=zk-headless\n");
        Files.writeString(directory.resolve("ensemble.properties"), "servers=1\n");
        Path jar;
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            jar = jars.filter(file -> file.getFileName().toString().startsWith("arkeeper-member"))
                    .findFirst()
                    .orElseThrow();
        }
        ProcessBuilder builder = new ProcessBuilder(java(
                "-Djdk.net.hosts.file=" + directory.resolve("hosts"),
                "-cp",
                jar.toString(),
                "io.arkeeper.member.Main"));
        builder.environment().put("ARKEEPER_POD_NAME", "zk-0");
        builder.environment().put("ARKEEPER_NAMESPACE", "bench");
        builder.environment().put("ARKEEPER_CONFIG", directory.toString());
        builder.environment().put("ARKEEPER_DATA", directory.resolve("data").toString());
        builder.environment().put("ARKEEPER_BIND_ADDRESS", "127.0.212.2");
        return builder;
    }
}
