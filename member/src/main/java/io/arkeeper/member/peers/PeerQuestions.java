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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks peers, all at once, what they know. A peer that does not answer in time is silent, which means "unknown".
 *
 * <p>One question per peer is under way at most: a name server that hangs must not pile up threads.
 */
public final class PeerQuestions implements AutoCloseable {

    /** How long {@link #ask} waits: for name, connection and answer together. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int LONGEST_ANSWER = 1 << 20; // bytes

    private final MemberIdentity self;
    private final Topology topology;
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("peer-question-", 1).factory());
    private final Map<MemberId, Future<PeerReport>> underWay = new ConcurrentHashMap<>();

    public PeerQuestions(MemberIdentity self, Topology topology) {
        this.self = self;
        this.topology = topology;
    }

    /** What each of {@code ids} says of forming and joining, without this member itself, after at most two seconds. */
    public SortedMap<MemberId, PeerStatement> ask(Collection<MemberId> ids) {
        return ask(ids, PATIENCE);
    }

    /** The same; whoever has not answered after {@code patience} is silent. */
    public SortedMap<MemberId, PeerStatement> ask(Collection<MemberId> ids, Duration patience) {
        SortedMap<MemberId, PeerStatement> statements = new TreeMap<>();
        reports(ids, patience).forEach((id, report) -> statements.put(id, report.statement()));
        return statements;
    }

    /** The same with all else that each of them says. */
    public SortedMap<MemberId, PeerReport> reports(Collection<MemberId> ids) {
        return reports(ids, PATIENCE);
    }

    private SortedMap<MemberId, PeerReport> reports(Collection<MemberId> ids, Duration patience) {
        Map<MemberId, Future<PeerReport>> questions = new TreeMap<>();
        for (MemberId id : ids) {
            if (!id.equals(self.id())) {
                questions.put(id, underWay.computeIfAbsent(id, peer -> executor.submit(() -> question(peer))));
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        SortedMap<MemberId, PeerReport> reports = new TreeMap<>();
        questions.forEach((id, question) -> reports.put(id, await(id, question, deadline, patience)));
        return reports;
    }

    private PeerReport await(MemberId id, Future<PeerReport> question, long deadline, Duration patience) {
        try {
            PeerReport report = question.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            underWay.remove(id);
            return report;
        } catch (TimeoutException e) {
            return PeerReport.silent("no answer within %s".formatted(text(patience)));
        } catch (ExecutionException e) {
            underWay.remove(id);
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
        String host = topology.host(id);
        MemberIdentity peer = self.other(id);
        try {
            InetAddress address = InetAddress.getByName(host);
            URI uri = URI.create("http://%s:%d/api/v1/member"
                    .formatted(literal(address), topology.ports().http()));
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            connection.setRequestProperty("Host", host);
            connection.setUseCaches(false);
            int status = connection.getResponseCode();
            if (status != 200) {
                return PeerReport.silent("it answers HTTP %d".formatted(status));
            }
            try (InputStream in = connection.getInputStream()) {
                return PeerAnswer.read(peer, new String(in.readNBytes(LONGEST_ANSWER), UTF_8));
            }
        } catch (UnknownHostException e) {
            return PeerReport.silent("its name %s does not resolve".formatted(host));
        } catch (SocketTimeoutException e) {
            return PeerReport.silent("no answer within %ds".formatted(PATIENCE.toSeconds()));
        } catch (ConnectException e) {
            return PeerReport.silent(
                    "nobody listens at %s:%d".formatted(host, topology.ports().http()));
        } catch (IOException e) {
            return PeerReport.silent("no answer (%s)".formatted(e.getMessage()));
        }
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
