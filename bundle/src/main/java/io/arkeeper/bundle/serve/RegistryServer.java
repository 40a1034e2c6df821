package io.arkeeper.bundle.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Serves a catalog over HTTP.
 *
 * <p>Whoever can reach it may try to exhaust it, so everything is bounded: connections, requests that are answered at
 * the same time, the time a request may take to arrive, the time an answer may take to leave.
 */
public final class RegistryServer implements AutoCloseable {

    private static final int PIECE = 1 << 17;

    private final HttpServer server;
    private final ExecutorService executor;

    private RegistryServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * How much at the same time.
     *
     * @param requests answered at the same time
     * @param patience how long a request waits for its turn before it is told to come back later
     */
    public record Limits(int requests, Duration patience) {

        public static final Limits DEFAULT = new Limits(64, Duration.ofSeconds(20));
    }

    /** The JDK's server takes these from system properties only, once. What the user has set stays. */
    private static void bound() {
        setIfAbsent("jdk.httpserver.maxConnections", "1024");
        setIfAbsent("sun.net.httpserver.maxReqTime", "30");
        setIfAbsent("sun.net.httpserver.maxRspTime", "3600"); // 50 MB at 15 kB/s
        setIfAbsent("sun.net.httpserver.nodelay", "true"); // headers and body are two writes
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** @param tls empty for plain HTTP */
    public static RegistryServer start(
            InetSocketAddress address,
            Optional<SSLContext> tls,
            Catalog catalog,
            BlobSource blobs,
            Doorkeeper doorkeeper,
            Limits limits,
            ServeListener listener) {
        bound();
        HttpServer server = listening(address, tls);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        server.createContext(
                "/", new Handler(new DistributionApi(catalog, doorkeeper), blobs, limits, listener)::handle);
        server.start();
        return new RegistryServer(server, executor);
    }

    private static HttpServer listening(InetSocketAddress address, Optional<SSLContext> tls) {
        if (address.isUnresolved()) {
            throw cannotListen(address, "nobody knows this name");
        }
        try {
            if (tls.isEmpty()) {
                return HttpServer.create(address, 0);
            }
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
            return https;
        } catch (IOException e) {
            throw cannotListen(address, e.getMessage());
        }
    }

    private static BundleFailure cannotListen(InetSocketAddress address, String reason) {
        return new BundleFailure(
                BundleFailure.Kind.ENVIRONMENT,
                "cannot listen on %s:%d (%s); give another address with --listen"
                        .formatted(address.getHostString(), address.getPort(), reason));
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Ends at once: a client that is cut off asks again, elsewhere or later. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static final class Handler {
        private final DistributionApi api;
        private final BlobSource blobs;
        private final Semaphore turns;
        private final Duration patience;
        private final ServeListener listener;

        Handler(DistributionApi api, BlobSource blobs, Limits limits, ServeListener listener) {
            this.api = api;
            this.blobs = blobs;
            this.turns = new Semaphore(limits.requests(), true);
            this.patience = limits.patience();
            this.listener = listener;
        }

        void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                if (!hasTurn()) {
                    write(
                            exchange,
                            Reply.error(503, "TOOMANYREQUESTS", "too many requests at the same time; come back")
                                    .with("Retry-After", "5"));
                    return;
                }
                try {
                    write(exchange, api.answer(request(exchange)));
                } finally {
                    turns.release();
                }
            }
        }

        private boolean hasTurn() {
            try {
                return turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private static DistributionApi.Request request(HttpExchange exchange) {
            return new DistributionApi.Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
        }

        private void write(HttpExchange exchange, Reply reply) throws IOException {
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodiless = isHead || reply.length() == 0;
            if (isHead) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(reply.length()));
            }
            long written = 0;
            try {
                exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.length());
                if (!bodiless) {
                    OutputStream out = exchange.getResponseBody();
                    switch (reply) {
                        case Reply.Document document -> {
                            out.write(document.bytes());
                            written = document.bytes().length;
                        }
                        case Reply.Blob blob -> {
                            try (InputStream in = blobs.open(blob.digest(), blob.first())) {
                                byte[] piece = new byte[PIECE];
                                while (written < blob.length()) {
                                    int count = in.readNBytes(
                                            piece, 0, (int) Math.min(piece.length, blob.length() - written));
                                    if (count == 0) {
                                        break; // the file became shorter: the client counts, and hashes
                                    }
                                    out.write(piece, 0, count);
                                    written += count;
                                }
                            }
                        }
                    }
                }
            } finally {
                listener.answered(
                        exchange.getRemoteAddress().getAddress().getHostAddress(),
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        reply.status(),
                        written,
                        bodiless || written == reply.length());
            }
        }
    }
}
