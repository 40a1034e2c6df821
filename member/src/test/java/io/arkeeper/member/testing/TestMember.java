package io.arkeeper.member.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.QuorumTimings;
import io.arkeeper.core.Topology;
import io.arkeeper.core.ZooCfg;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.http.MemberHttp;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.log.LogFormat;
import io.arkeeper.member.log.LogLevel;
import io.arkeeper.member.log.Logging;
import io.arkeeper.member.metrics.PrometheusMetrics;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** A real member inside the test's process, on its own loopback address 127.0.77.N. */
public final class TestMember implements AutoCloseable {

    private static final int SESSION_TIMEOUT_MS = 10_000;

    private final MemberSettings settings;
    private final Member member;
    private final MemberHttp http;
    private final CompletableFuture<Optional<MemberFailure>> end = new CompletableFuture<>();

    private TestMember(MemberSettings settings, Function<String, Scale> scales, Consumer<Change> events) {
        CollectorRegistry registry = PrometheusMetrics.newRegistry();
        this.settings = settings;
        this.member = new Member(settings, registry, scales, events, new SecureRandom());
        this.http = new MemberHttp(member, registry, () -> {}, Instant.EPOCH);
    }

    /** Settings of the pod {@code zk-ORDINAL} with its disk below {@code root}. */
    public static MemberSettings settings(Path root, int ordinal, int servers) throws IOException {
        Path config = Files.createDirectories(root.resolve("config"));
        Files.writeString(config.resolve("ensemble.properties"), "servers=" + servers + "\n");
        return new MemberSettings(
                new MemberIdentity("test", "zk", ordinal),
                new Topology("test", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, servers),
                new ZooCfg(new QuorumTimings(Duration.ofMillis(500), 10, 5), 60, 3, 0),
                root.resolve("zk-" + ordinal),
                Optional.empty(),
                config,
                Optional.of("127.0.77." + (ordinal + 1)),
                LogLevel.WARN,
                LogFormat.TEXT,
                false);
    }

    /** The same with the transaction log on a volume of its own. */
    public static MemberSettings withTxnLog(MemberSettings settings, Path txnLog) throws IOException {
        return new MemberSettings(
                settings.identity(),
                settings.topology(),
                settings.zooCfg(),
                settings.data(),
                Optional.of(Files.createDirectories(txnLog)),
                settings.config(),
                settings.bindAddress(),
                settings.logLevel(),
                settings.logFormat(),
                settings.events(),
                settings.tls(),
                settings.auth(),
                settings.grace());
    }

    /** The same as an upgrade that changes ports leaves them. */
    public static MemberSettings withPorts(MemberSettings settings, Ports ports) {
        Topology topology = settings.topology();
        return new MemberSettings(
                settings.identity(),
                new Topology(
                        topology.namespace(),
                        topology.statefulSet(),
                        topology.service(),
                        topology.clusterDomain(),
                        ports,
                        topology.servers()),
                settings.zooCfg(),
                settings.data(),
                settings.txnLog(),
                settings.config(),
                settings.bindAddress(),
                settings.logLevel(),
                settings.logFormat(),
                settings.events(),
                settings.tls(),
                settings.auth(),
                settings.grace());
    }

    /** The same listening as in a pod, where the member's name leads to one address of several. */
    public static MemberSettings onAllAddresses(MemberSettings settings) {
        return new MemberSettings(
                settings.identity(),
                settings.topology(),
                settings.zooCfg(),
                settings.data(),
                settings.txnLog(),
                settings.config(),
                Optional.empty(),
                settings.logLevel(),
                settings.logFormat(),
                settings.events(),
                settings.tls(),
                settings.auth(),
                settings.grace());
    }

    public static TestMember start(MemberSettings settings) {
        return start(settings, statefulSet -> new Scale.Unknown("a test"));
    }

    /** @param scales what Kubernetes says of the size of a StatefulSet */
    public static TestMember start(MemberSettings settings, Function<String, Scale> scales) {
        return start(settings, scales, change -> {});
    }

    /** @param events is told of each change of the membership that this member made */
    public static TestMember start(MemberSettings settings, Function<String, Scale> scales, Consumer<Change> events) {
        Logging.configure(LogLevel.INFO, LogFormat.TEXT); // goes to the test's output file
        TestMember started = new TestMember(settings, scales, events);
        started.http.start();
        Thread.ofPlatform().daemon().name("member-" + settings.identity()).start(started::run);
        return started;
    }

    private void run() {
        try {
            member.run();
            end.complete(Optional.empty());
        } catch (MemberFailure e) {
            end.complete(Optional.of(e));
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    public Member member() {
        return member;
    }

    /** Fails where it has ended by now, with the reason. */
    public void requireAlive() {
        if (end.isDone()) {
            throw new IllegalStateException(
                    "the member has ended: " + end.join().map(Throwable::toString));
        }
    }

    /** Until it serves; fails at once where it ends instead. */
    public void awaitReady(Duration deadline) {
        await().atMost(deadline).pollInterval(Duration.ofMillis(50)).until(() -> {
            requireAlive();
            return get("/readyz").statusCode() == 200;
        });
    }

    /** The failure the member ends with, within 20 s. */
    public MemberFailure failure() throws Exception {
        return end.get(20, TimeUnit.SECONDS).orElseThrow(() -> new AssertionError("it ended in good order"));
    }

    /** Creates a znode through it. */
    public void create(String path, String data) throws IOException, KeeperException, InterruptedException {
        try (ZooKeeper client = client()) {
            client.create(path, data.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    /** What a znode holds, as it sees it. */
    public String read(String path) throws IOException, KeeperException, InterruptedException {
        try (ZooKeeper client = client()) {
            return new String(client.getData(path, false, null), UTF_8);
        }
    }

    private ZooKeeper client() throws IOException {
        return new ZooKeeper(clients(), SESSION_TIMEOUT_MS, event -> {});
    }

    public String clients() {
        return settings.bindAddress().orElseThrow() + ":"
                + settings.topology().ports().client();
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(settings.topology().ports().http(), HttpRequest.newBuilder(), path);
    }

    public HttpResponse<String> control(HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        return send(settings.topology().ports().control(), request, path);
    }

    private HttpResponse<String> send(int port, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://%s:%d%s".formatted(settings.bindAddress().orElse("127.0.0.1"), port, path));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        member.stop();
        try {
            end.handle((failure, bug) -> true).get(30, TimeUnit.SECONDS); // it may still be writing its first files
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the member does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
