package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.serve.ServerTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for Kubernetes' API while members are trained, so that the cache has what it takes to ask it over TLS: five
 * hundred classes, which each member would load one by one otherwise, in the second in which it starts.
 */
final class TrainingApi implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Path serviceAccount;
    private final byte[] statefulSet;
    private final CountDownLatch asked = new CountDownLatch(1);

    private TrainingApi(HttpsServer server, Path serviceAccount, int replicas) {
        this.server = server;
        this.serviceAccount = serviceAccount;
        this.statefulSet = "{\"kind\":\"StatefulSet\",\"metadata\":{},\"spec\":{\"replicas\":%d}}"
                .formatted(replicas)
                .getBytes(UTF_8);
    }

    /**
     * Starts it.
     *
     * @param serviceAccount a directory that is made for token and certificate
     * @param address on which it listens
     * @param replicas what it says of any StatefulSet
     */
    static TrainingApi start(Path serviceAccount, String address, int replicas) throws IOException {
        Files.createDirectory(serviceAccount);
        Files.writeString(serviceAccount.resolve("token"), "training");
        ServerTls tls = ServerTls.generated(
                serviceAccount, List.of(address), List.of(address), new SecureRandom(), InstantSource.system());
        Files.copy(tls.certificateFile(), serviceAccount.resolve("ca.crt"));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        TrainingApi api = new TrainingApi(server, serviceAccount, replicas);
        server.setExecutor(api.executor);
        server.createContext("/", api::answer);
        server.start();
        return api;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, statefulSet.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(statefulSet);
            }
        }
        asked.countDown();
    }

    /** What a pod would find in its environment. */
    Map<String, String> environment() {
        InetSocketAddress address = server.getAddress();
        return Map.of(
                "KUBERNETES_SERVICE_HOST",
                address.getAddress().getHostAddress(),
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(address.getPort()),
                "KUBERNETES_SERVICE_ACCOUNT",
                serviceAccount.toString());
    }

    /** Waits until somebody has asked: each leader does, for the number of members there are to be. */
    void requireAsked() throws InterruptedException {
        if (!asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "training the AOT cache: no member asked for its size; build with --no-aot");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
