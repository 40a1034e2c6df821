package io.arkeeper.member.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Topology;
import io.arkeeper.core.forming.PeerStatement;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/** Asks peers, all at once, what they know. A peer that does not answer in time is silent, which means "unknown". */
public final class PeerQuestions implements AutoCloseable {

    /** How long {@link #ask} waits: for name, connection and answer together. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration BRIEFLY = Duration.ofMillis(300); // many times what a sound peer takes
    private static final Duration BRIEFLY_WITH_TLS = Duration.ofSeconds(1); // a process's first handshake takes longer
    private static final int LONGEST_ANSWER = 1 << 20; // bytes
    private static final String PATH = "/api/v1/member";
    private static final int TLS_REQUIRED = 426;

    private final MemberIdentity self;
    private final Topology topology;
    private final Optional<PeerTls> tls;
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("peer-question-", 1).factory());
    private final OpenQuestions<PeerReport> questions = new OpenQuestions<>(executor);

    /** @param tls empty where this member has no TLS material */
    public PeerQuestions(MemberIdentity self, Topology topology, Optional<PeerTls> tls) {
        this.self = self;
        this.topology = topology;
        this.tls = tls;
    }

    /** What each of {@code ids} says of forming and joining, without this member itself, after at most two seconds. */
    public SortedMap<MemberId, PeerStatement> ask(Collection<MemberId> ids) {
        return ask(ids, PATIENCE);
    }

    /** The same for somebody who holds others up meanwhile: whoever has not answered after a moment is silent. */
    public SortedMap<MemberId, PeerStatement> askBriefly(Collection<MemberId> ids) {
        return ask(ids, tls.isPresent() ? BRIEFLY_WITH_TLS : BRIEFLY);
    }

    private SortedMap<MemberId, PeerStatement> ask(Collection<MemberId> ids, Duration patience) {
        SortedMap<MemberId, PeerStatement> statements = new TreeMap<>();
        reports(ids, patience).forEach((id, report) -> statements.put(id, report.statement()));
        return statements;
    }

    /** The same with all else that each of them says. */
    public SortedMap<MemberId, PeerReport> reports(Collection<MemberId> ids) {
        return reports(ids, PATIENCE);
    }

    /**
     * What whoever is at an address says, where {@code expected} is looked for; its name is not asked again. Where there is
     * TLS nobody is asked: the connection's own certificate has told.
     */
    public PeerReport at(InetAddress address, MemberId expected) {
        if (tls.isPresent()) {
            return PeerReport.silent("its certificate has told who it is");
        }
        Future<PeerReport> question = executor.submit(() -> plainQuestion(expected, address));
        try {
            return question.get(BRIEFLY.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return PeerReport.silent("no answer within %s".formatted(text(BRIEFLY)));
        } catch (ExecutionException e) {
            return PeerReport.silent(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PeerReport.silent("the question was interrupted");
        }
    }

    private SortedMap<MemberId, PeerReport> reports(Collection<MemberId> ids, Duration patience) {
        Map<MemberId, Future<PeerReport>> asked = new TreeMap<>();
        for (MemberId id : ids) {
            if (!id.equals(self.id())) {
                asked.put(id, questions.ask(id, () -> question(id)));
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        SortedMap<MemberId, PeerReport> reports = new TreeMap<>();
        asked.forEach((id, question) -> reports.put(id, await(question, deadline, patience)));
        return reports;
    }

    private static PeerReport await(Future<PeerReport> question, long deadline, Duration patience) {
        try {
            return question.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return PeerReport.silent("no answer within %s".formatted(text(patience)));
        } catch (ExecutionException e) {
            return PeerReport.silent(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PeerReport.silent("the question was interrupted");
        }
    }

    private static String text(Duration patience) {
        return patience.toMillis() % 1000 == 0 ? patience.toSeconds() + "s" : patience.toMillis() + "ms";
    }

    private PeerReport question(MemberId id) {
        if (tls.isEmpty()) {
            return plainQuestion(id);
        }
        PeerTls own = tls.get();
        String host = topology.host(id);
        try {
            URI uri = URI.create("https://%s:%d%s".formatted(host, own.port(), PATH));
            HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setSSLSocketFactory(own.sockets());
            return answer(id, connection);
        } catch (ConnectException e) {
            return own.mayAskInPlaintext()
                    ? plainQuestion(id)
                    : PeerReport.silent("nobody listens at %s:%d".formatted(host, own.port()));
        } catch (SSLException e) {
            return PeerReport.silent(
                    "it is not believed, or does not believe this member (%s)".formatted(e.getMessage()));
        } catch (IOException e) {
            return silent(host, own.port(), e);
        }
    }

    private PeerReport plainQuestion(MemberId id) {
        String host = topology.host(id);
        try {
            return plainQuestion(id, InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return silent(host, topology.ports().http(), e);
        }
    }

    private PeerReport plainQuestion(MemberId id, InetAddress address) {
        String host = topology.host(id);
        int port = topology.ports().http();
        try {
            URI uri = URI.create("http://%s:%d%s".formatted(literal(address), port, PATH));
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setRequestProperty("Host", host);
            return answer(id, connection);
        } catch (IOException e) {
            return silent(host, port, e);
        }
    }

    private PeerReport answer(MemberId id, HttpURLConnection connection) throws IOException {
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false); // no member sends anybody elsewhere
        int status = connection.getResponseCode();
        if (status != 200 && connection.getErrorStream() != null) {
            connection.getErrorStream().close(); // else the connection stays open until it is collected as garbage
        }
        if (status == TLS_REQUIRED) {
            return PeerReport.silent("it requires TLS, which this member does not speak");
        }
        if (status != 200) {
            return PeerReport.silent("it answers HTTP %d".formatted(status));
        }
        try (InputStream in = connection.getInputStream()) {
            return PeerAnswer.read(self.other(id), new String(in.readNBytes(LONGEST_ANSWER), UTF_8));
        }
    }

    private static PeerReport silent(String host, int port, IOException why) {
        return PeerReport.silent(
                switch (why) {
                    case UnknownHostException e -> "its name %s does not resolve".formatted(host);
                    case SocketTimeoutException e -> "no answer within %ds".formatted(PATIENCE.toSeconds());
                    case ConnectException e -> "nobody listens at %s:%d".formatted(host, port);
                    default -> "no answer (%s)".formatted(why.getMessage());
                });
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
