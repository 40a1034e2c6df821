package io.arkeeper.systemtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How servers of an ensemble are started, each on an address of its own: plain {@code QuorumPeerMain} and members, of the
 * same jars, JVM and flags.
 *
 * @param home the member's distribution
 * @param work where each has its directory
 * @param most how many there may be at most
 * @param heap of each, as {@code -Xmx} takes it
 * @param settings of members, lines of {@code member.properties}
 */
record Commands(Path home, Path work, int most, String heap, List<String> settings) {

    Commands(Path home, Path work, int most, String heap) {
        this(home, work, most, heap, List.of());
    }

    static String address(int subnet, int ordinal) {
        return "127.0.%d.%d".formatted(subnet, ordinal + 1);
    }

    private List<String> java(String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Files.readAllLines(home.resolve("member.args")).stream()
                .takeWhile(line -> !line.equals("-cp"))
                .filter(line -> line.startsWith("-"))
                .forEach(command::add);
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
        command.addAll(Arrays.asList(more));
        return command;
    }

    /** As part of a quorum, and able to grow, as members are. */
    ProcessBuilder plain(int subnet, int ordinal) throws IOException {
        String servers = IntStream.range(0, most)
                .mapToObj(other -> "server.%d=%2$s:2888:3888;%2$s:2181\n".formatted(other + 1, address(subnet, other)))
                .collect(Collectors.joining());
        return plain(ordinal, "standaloneEnabled=false\nreconfigEnabled=true\n" + servers);
    }

    /** One that can never grow. */
    ProcessBuilder standalone(int subnet) throws IOException {
        return plain(0, "clientPortAddress=%s\nclientPort=2181\n".formatted(address(subnet, 0)));
    }

    private ProcessBuilder plain(int ordinal, String who) throws IOException {
        Path directory = Files.createDirectories(work.resolve("p" + ordinal));
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), "%d\n".formatted(ordinal + 1));
        Path config = directory.resolve("zoo.cfg");
        if (!Files.exists(config)) { // from then on it is the server's
            Files.writeString(config, """
                    dataDir=%s
                    tickTime=2000
                    initLimit=10
                    syncLimit=5
                    admin.enableServer=false
                    4lw.commands.whitelist=srvr
                    %s""".formatted(data, who));
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

    /** Has the members, also those that run, read that there are to be so many. */
    void wantServers(int servers) throws IOException {
        for (int ordinal = 0; ordinal < most; ordinal++) {
            Path directory = Files.createDirectories(work.resolve("m" + ordinal));
            Path next = Files.writeString(directory.resolve("next"), "servers=%d\n".formatted(servers));
            Files.move(next, directory.resolve("ensemble.properties"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Asks for {@link #wantServers} first; {@code options} are the JVM's. */
    ProcessBuilder member(int subnet, int ordinal, String... options) throws IOException {
        return member(subnet, ordinal, Map.of(), options);
    }

    /** The same with more in its environment. */
    ProcessBuilder member(int subnet, int ordinal, Map<String, String> more, String... options) throws IOException {
        Path directory = Files.createDirectories(work.resolve("m" + ordinal));
        Files.writeString(
                directory.resolve("hosts"),
                IntStream.range(0, most)
                        .mapToObj(other -> "%s zk-%d.zk-headless.bench.svc.cluster.local\n"
                                .formatted(address(subnet, other), other))
                        .collect(Collectors.joining()));
        List<String> properties = new ArrayList<>(settings);
        properties.add("service=zk-headless");
        Files.write(directory.resolve("member.properties"), properties);
        List<String> command = java(options);
        command.addAll(List.of(
                "-Djdk.net.hosts.file=" + directory.resolve("hosts"),
                "-cp",
                jars(true).collect(Collectors.joining(":")),
                "io.arkeeper.member.Main"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("ARKEEPER_")); // the caller's are not the member's
        builder.environment().put("ARKEEPER_POD_NAME", "zk-" + ordinal);
        builder.environment().put("ARKEEPER_NAMESPACE", "bench");
        builder.environment().put("ARKEEPER_CONFIG", directory.toString());
        builder.environment().put("ARKEEPER_DATA", directory.resolve("data").toString());
        builder.environment().put("ARKEEPER_BIND_ADDRESS", address(subnet, ordinal));
        builder.environment().putAll(more);
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
