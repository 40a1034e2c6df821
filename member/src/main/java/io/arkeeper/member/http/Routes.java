package io.arkeeper.member.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.admission.Penalties;
import io.arkeeper.member.tls.TlsProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server: exact paths, one handler for each method, a sentence for everything else.
 *
 * <p>Requests run on virtual threads, so a slow reader holds nobody up.
 */
final class Routes implements HttpHandler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private static final int LONGEST_BODY = 1024; // bytes; the longest valid one is a log level

    /** Answers a request; the argument is its body as text. */
    interface Handler {
        Answer answer(String body) throws IOException;
    }

    /** Answers a request by what follows the question mark of its address, or empty, and by its body as text. */
    interface QueryHandler {
        Answer answer(String query, String body) throws IOException;
    }

    /** What one reading of a connection brings, in the thread that reads. */
    private static final class Reading {
        private Optional<InetAddress> toBeKnown = Optional.empty(); // who has to bring a request yet, with TLS
        private boolean isCounted;
    }

    private static final ScopedValue<Reading> READING = ScopedValue.newInstance();

    private final Map<String, Map<String, QueryHandler>> handlers = new TreeMap<>();
    private final String portName;
    private final InetSocketAddress address;
    private final Optional<Encryption> tls;
    private final IntConsumer refused;
    private final Runnable unread;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    /**
     * How a port is encrypted.
     *
     * @param context whoever asks must show a certificate that it believes
     * @param penalties who is not even heard
     * @param barred is told of each connection of them
     */
    record Encryption(SSLContext context, Penalties penalties, Runnable barred) {}

    /**
     * @param tls empty for plaintext
     * @param refused is told the status of each answer that is none
     * @param unread is told of each connection that brought something else than a request
     */
    Routes(String portName, InetSocketAddress address, Optional<Encryption> tls, IntConsumer refused, Runnable unread) {
        this.refused = refused;
        this.unread = unread;
        this.portName = portName;
        this.address = address;
        this.tls = tls;
    }

    Routes on(String method, String path, Handler handler) {
        return onQuery(method, path, (query, body) -> handler.answer(body));
    }

    Routes onQuery(String method, String path, QueryHandler handler) {
        handlers.computeIfAbsent(path, missing -> new TreeMap<>()).put(method, handler);
        return this;
    }

    /** @throws MemberFailure where the port cannot be bound */
    void start() {
        try {
            server = bound();
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.PORT_IN_USE,
                    "%s %d cannot be bound on %s (%s); stop what uses it or set %s"
                            .formatted(
                                    portName,
                                    address.getPort(),
                                    address.getAddress().getHostAddress(),
                                    e.getMessage(),
                                    portName),
                    e);
        }
        server.setExecutor(exchange -> executor.execute(() -> read(exchange)));
        server.createContext("/", this);
        server.start();
    }

    private HttpServer bound() throws IOException {
        if (tls.isEmpty()) {
            return HttpServer.create(address, 0);
        }
        Encryption encrypted = tls.get();
        HttpsServer secure = HttpsServer.create(address, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(encrypted.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                admit(parameters.getClientAddress().getAddress(), encrypted);
                parameters.setSSLParameters(TlsProtocol.mutual());
            }
        });
        return secure;
    }

    /** Before the handshake, and in the thread that goes on with it. */
    private void admit(InetAddress stranger, Encryption encrypted) {
        if (stranger.isLoopbackAddress() && !address.getAddress().isLoopbackAddress()) {
            return; // by which a mesh's sidecar hands on what it gets for the pod
        }
        if (encrypted.penalties().isBarred(stranger)) {
            READING.get().isCounted = true;
            encrypted.barred().run();
            throw new IllegalStateException(stranger + " is barred"); // the JDK closes the connection
        }
        READING.get().toBeKnown = Optional.of(stranger);
    }

    /** The JDK tells nobody of what it cannot read: there is no call of {@link #handle} then. */
    private void read(Runnable exchange) {
        Reading reading = new Reading();
        ScopedValue.where(READING, reading).run(exchange);
        if (!reading.isCounted) {
            unread.run();
            reading.toBeKnown.ifPresent(this::malformed);
        }
    }

    private void malformed(InetAddress stranger) {
        if (tls.orElseThrow().penalties().malformed(stranger)) {
            LOG.warn(
                    "bars {} from the {} for {} s after its last connection that comes to nothing, of which there are more than"
                            + " limits.malformedPerSecond; see to what makes them",
                    stranger.getHostAddress(),
                    portName,
                    Penalties.PENALTY.toSeconds());
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        READING.get().isCounted = true;
        tls.ifPresent(encrypted ->
                encrypted.penalties().trust(exchange.getRemoteAddress().getAddress()));
        try (exchange) {
            Answer answer = answer(exchange);
            if (answer.status() >= 400 && answer.status() < 500) {
                refused.accept(answer.status());
            }
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            byte[] body = answer.body().getBytes(UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, QueryHandler> methods = handlers.get(path);
        if (methods == null) {
            return Answer.text(404, "nothing at this path; there is " + String.join(", ", handlers.keySet()));
        }
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        QueryHandler handler = methods.get(method);
        if (handler == null) {
            String allowed = String.join(", ", new TreeSet<>(methods.keySet()));
            exchange.getResponseHeaders().set("Allow", allowed);
            return Answer.text(405, "%s is not for %s; use %s".formatted(path, method, allowed));
        }
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            return Answer.text(413, "the body is longer than %d bytes".formatted(LONGEST_BODY));
        }
        try {
            String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
            return handler.answer(query, new String(body, UTF_8).strip());
        } catch (RuntimeException e) {
            LOG.warn("cannot answer {}", path, e);
            return Answer.text(500, "cannot answer (%s)".formatted(e));
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        executor.close();
    }
}
