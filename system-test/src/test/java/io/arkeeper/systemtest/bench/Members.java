package io.arkeeper.systemtest.bench;

import io.arkeeper.systemtest.MetricsPage;
import io.arkeeper.testing.ClientFiles;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Three members on addresses of their own, in plaintext or with TLS on all ports. */
final class Members implements AutoCloseable {

    static final int CLIENTS = 2181;
    static final int SECURE_CLIENTS = 2281;
    static final int HTTPS = 8443;

    private static final int SERVERS = 3;
    private static final String HEAP = "256m";
    private static final Duration SESSION = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Where certificates of the members and of clients come from. */
    static final class Material {

        private final TestAuthority authority = new TestAuthority("Bench");
        private final int subnet;
        private final MountedSecret secret;
        private final ClientFiles client;

        Material(int subnet, Path directory) throws IOException {
            this.subnet = subnet;
            this.secret = new MountedSecret(directory.resolve("secret"));
            this.client = ClientFiles.write(directory.resolve("client"), authority.issue("app.example"), authority);
            replace();
        }

        TestAuthority authority() {
            return authority;
        }

        /** Gives members another certificate, which is returned, by the swap of one link. */
        Issued replace() throws IOException {
            List<String> names = new ArrayList<>(List.of("*.zk-headless.bench.svc.cluster.local"));
            IntStream.range(0, SERVERS).forEach(ordinal -> names.add(Commands.address(subnet, ordinal)));
            Issued issued = authority.issue(names.toArray(String[]::new));
            secret.put(issued, authority);
            return issued;
        }

        private Map<String, String> environment() {
            return Map.of(
                    "ARKEEPER_TLS",
                    secret.directory().toString(),
                    "ARKEEPER_TLS_ENABLED",
                    "true",
                    "ARKEEPER_TLS_PLAINTEXT_CLIENTS",
                    "true", // the bench asks there whether it serves
                    "ARKEEPER_TLS_CLIENT_AUTH",
                    "need",
                    "ARKEEPER_SECURE_CLIENT_PORT",
                    Integer.toString(SECURE_CLIENTS),
                    "ARKEEPER_HTTPS_PORT",
                    Integer.toString(HTTPS));
        }
    }

    private final int subnet;
    private final List<Server> servers = new ArrayList<>();

    private Members(int subnet) {
        this.subnet = subnet;
    }

    /** Started, and serving. */
    static Members plain(Path home, Path work, int subnet) throws IOException {
        return start(home, work, subnet, Map.of());
    }

    /** Started, serving, and past the way from plaintext to TLS. */
    static Members withTls(Path home, Path work, Material material) throws IOException {
        Members members = start(home, work, material.subnet, material.environment());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (members.sum("arkeeper_tls_required") < SERVERS) {
            if (System.nanoTime() > deadline) {
                throw new IOException("members do not come to require TLS");
            }
            Server.pause();
        }
        return members;
    }

    private static Members start(Path home, Path work, int subnet, Map<String, String> environment) throws IOException {
        Commands commands = new Commands(home, Files.createDirectories(work), SERVERS, HEAP);
        commands.wantServers(SERVERS);
        Members members = new Members(subnet);
        for (int ordinal = 0; ordinal < SERVERS; ordinal++) {
            members.servers.add(Server.start(
                    commands.member(subnet, ordinal, environment),
                    Commands.address(subnet, ordinal),
                    work.resolve("member-%d.log".formatted(ordinal))));
        }
        for (Server server : members.servers) {
            server.millisUntilServing();
        }
        return members;
    }

    List<Server> servers() {
        return List.copyOf(servers);
    }

    List<String> addresses() {
        return servers.stream().map(Server::address).toList();
    }

    String leader() throws IOException {
        return servers.stream()
                .filter(server -> server.srvr().contains("Mode: leader"))
                .map(Server::address)
                .findFirst()
                .orElseThrow(() -> new IOException("nobody leads"));
    }

    double sum(String metric) {
        return addresses().stream()
                .mapToDouble(address -> MetricsPage.of(address).sum(metric))
                .sum();
    }

    /** Seconds of processor time that all have taken. */
    double processorSeconds() {
        return sum("process_cpu_seconds_total");
    }

    /** A session with one of them, in plaintext. */
    ZooKeeper connect(int ordinal) throws IOException, InterruptedException {
        return connect(Commands.address(subnet, ordinal) + ":" + CLIENTS, new ZKClientConfig());
    }

    /** A session with one of them, with TLS. */
    ZooKeeper connect(int ordinal, Material material) throws IOException, InterruptedException {
        ZKClientConfig config = new ZKClientConfig();
        material.client.properties().forEach(config::setProperty);
        return connect(Commands.address(subnet, ordinal) + ":" + SECURE_CLIENTS, config);
    }

    private static ZooKeeper connect(String server, ZKClientConfig config) throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client =
                new ZooKeeper(server, Math.toIntExact(SESSION.toMillis()), event -> connected.countDown(), config);
        if (!connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("no session with " + server);
        }
        return client;
    }

    @Override
    public void close() throws IOException {
        for (Server server : servers) {
            server.close();
        }
    }
}
