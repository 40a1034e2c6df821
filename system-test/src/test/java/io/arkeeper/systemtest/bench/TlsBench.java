package io.arkeeper.systemtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.arkeeper.systemtest.MetricsPage;
import io.arkeeper.systemtest.bench.Members.Material;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.systemtest.hostile.TlsCaller;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * What TLS costs: writes and reads of several clients beside the same in plaintext, turn by turn in the same run; full and
 * resumed handshakes; and the time from another Secret to its certificate being served.
 *
 * <p>With TLS all is encrypted, what members say to each other as well; in plaintext nothing is.
 */
public final class TlsBench {

    private static final int PLAIN = 218;
    private static final int TLS = 219;
    private static final int CLIENTS = 6;
    private static final int IN_FLIGHT = 10; // of each client
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("bench.seconds", 5));
    private static final int HANDSHAKES = Integer.getInteger("bench.handshakes", 400);
    private static final int ROTATIONS = Integer.getInteger("bench.rotations", 15);
    private static final byte[] DATA = new byte[1024];

    private final Path home;
    private final Path work;
    private final Material material;

    private TlsBench(Path home, Path work) throws IOException {
        this.home = home;
        this.work = work;
        this.material = new Material(TLS, work.resolve("material"));
    }

    /** Arguments: the member's distribution, and an empty directory to work in. */
    public static void main(String[] arguments) throws Exception {
        new TlsBench(Path.of(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        try (Members plain = Members.plain(home, work.resolve("plain"), PLAIN);
                Members tls = Members.withTls(home, work.resolve("tls"), material)) {
            throughput(plain, tls);
            System.out.printf("""

                    ## Handshakes

                    One after the other, %d of each, TLS 1.3, certificates on both sides.

                    | port | handshakes | a second | median | p99 | processor time of the member | of the caller | resumed |
                    |---|---|---|---|---|---|---|---|
                    """, HANDSHAKES);
            handshakes(tls, Target.SECURE_CLIENT, "srvr", "Zookeeper version");
            handshakes(
                    tls,
                    Target.HTTPS,
                    "GET /api/v1/member HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "HTTP/1.1 200 OK");
            rotation(tls);
        }
    }

    private void throughput(Members plain, Members tls) throws Exception {
        List<ZooKeeper> plainClients = new ArrayList<>();
        List<ZooKeeper> tlsClients = new ArrayList<>();
        try {
            for (int client = 0; client < CLIENTS; client++) {
                plainClients.add(plain.connect(client % 3));
                tlsClients.add(tls.connect(client % 3, material));
            }
            System.out.printf("""
                    ## Throughput

                    %d clients of three members with %d requests of 1 KiB under way each, median of %d rounds of %d s. With TLS all is
                    encrypted, what members say to each other as well; in plaintext nothing is.

                    | requests | figure | plaintext | TLS | ratio |
                    |---|---|---|---|---|
                    """, CLIENTS, IN_FLIGHT, ROUNDS, TimeUnit.NANOSECONDS.toSeconds(ROUND_NANOS));
            for (boolean writes : new boolean[] {true, false}) {
                prepare(plainClients);
                prepare(tlsClients);
                measure(plain, plainClients, writes); // warms up
                measure(tls, tlsClients, writes);
                List<Round> inPlaintext = new ArrayList<>();
                List<Round> withTls = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    inPlaintext.add(measure(plain, plainClients, writes));
                    withTls.add(measure(tls, tlsClients, writes));
                }
                show(writes ? "writes" : "reads", inPlaintext, withTls);
            }
        } finally {
            for (ZooKeeper client : plainClients) {
                client.close();
            }
            for (ZooKeeper client : tlsClients) {
                client.close();
            }
        }
    }

    /** What one round has found: requests a second, milliseconds, and those of the members' processors for each. */
    private record Round(double perSecond, double median, double p99, double processor) {}

    private static void show(String what, List<Round> plain, List<Round> tls) {
        show(what, "a second", "%.0f", plain, tls, Round::perSecond);
        show(what, "median", "%.2f ms", plain, tls, Round::median);
        show(what, "p99", "%.2f ms", plain, tls, Round::p99);
        show(what, "the members' processors for each", "%.3f ms", plain, tls, Round::processor);
    }

    private static void show(
            String what, String name, String format, List<Round> plain, List<Round> tls, Figure figure) {
        double inPlaintext = median(plain, figure);
        double withTls = median(tls, figure);
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %s | " + format + " | " + format + " | %.2f |",
                what,
                name,
                inPlaintext,
                withTls,
                withTls / inPlaintext));
    }

    private interface Figure {
        double of(Round round);
    }

    private static double median(List<Round> rounds, Figure figure) {
        double[] sorted = rounds.stream().mapToDouble(figure::of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void prepare(List<ZooKeeper> clients) throws Exception {
        for (int i = 0; i < clients.size(); i++) {
            String path = path(i);
            if (clients.get(i).exists(path, false) == null) {
                clients.get(i).create(path, DATA, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
        }
    }

    private static String path(int client) {
        return "/bench" + client;
    }

    private static Round measure(Members members, List<ZooKeeper> clients, boolean writes) throws Exception {
        Load load = new Load(writes);
        double processorsBefore = members.processorSeconds();
        long start = System.nanoTime();
        for (int i = 0; i < clients.size(); i++) {
            for (int j = 0; j < IN_FLIGHT; j++) {
                load.next(clients.get(i), path(i));
            }
        }
        LockSupport.parkNanos(ROUND_NANOS);
        while (System.nanoTime() - start < ROUND_NANOS) {
            LockSupport.parkNanos(ROUND_NANOS / 100);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return load.end(seconds, () -> members.processorSeconds() - processorsBefore);
    }

    /** Keeps requests under way; each answer begins the next one. */
    private static final class Load {

        private final boolean writes;
        private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger underWay = new AtomicInteger();
        private final ConcurrentLinkedQueue<Code> failures = new ConcurrentLinkedQueue<>();

        private Load(boolean writes) {
            this.writes = writes;
        }

        private void next(ZooKeeper client, String path) {
            long start = System.nanoTime();
            underWay.incrementAndGet();
            if (writes) {
                client.setData(path, DATA, -1, (code, of, context, stat) -> answered(client, path, code, start), null);
            } else {
                client.getData(
                        path, false, (code, of, context, data, stat) -> answered(client, path, code, start), null);
            }
        }

        private void answered(ZooKeeper client, String path, int code, long start) {
            if (code != Code.OK.intValue()) {
                failures.add(Code.get(code));
            }
            underWay.decrementAndGet();
            if (!stopped.get()) {
                nanos.add(System.nanoTime() - start);
                next(client, path);
            }
        }

        private Round end(double seconds, DoubleSupplier processorSeconds) throws IOException {
            stopped.set(true);
            while (underWay.get() > 0) {
                Server.pause();
            }
            if (!failures.isEmpty()) {
                throw new IOException("requests failed: " + failures.peek());
            }
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Round(
                    sorted.length / seconds,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[sorted.length * 99 / 100] / 1e6,
                    1_000 * processorSeconds.getAsDouble() / sorted.length);
        }
    }

    private void handshakes(Members tls, Target target, String question, String answer) throws Exception {
        Issued own = material.authority().issue("*.zk-headless.bench.svc.cluster.local"); // httpsPort is for members
        SSLContext kept = material.authority().context(own);
        List<SSLContext> fresh = new ArrayList<>();
        for (int i = 0; i < 2 * HANDSHAKES; i++) {
            fresh.add(material.authority().context(own));
        }
        Exchange full = new Exchange(tls.addresses().getFirst(), target, fresh::removeLast, question, answer);
        Exchange resumed = new Exchange(tls.addresses().getFirst(), target, () -> kept, question, answer);
        full.run();
        resumed.run();
        show(target, "full", full.run());
        show(target, "resumed", resumed.run());
    }

    /** What handshakes have cost: milliseconds each, of the clock and of processors, and how many were resumed. */
    private record Cost(double median, double p99, double member, double caller, int resumed) {}

    private static void show(Target target, String what, Cost cost) {
        System.out.println(String.format(
                Locale.ROOT,
                "| %s %d | %s | %.0f | %.2f ms | %.2f ms | %.2f ms | %.2f ms | %d of %d |",
                target == Target.HTTPS ? "`httpsPort`" : "`secureClientPort`",
                target.port(),
                what,
                1_000 / cost.median(),
                cost.median(),
                cost.p99(),
                cost.member(),
                cost.caller(),
                cost.resumed(),
                HANDSHAKES));
    }

    /** Connections with a question each: without one the ticket of the next handshake is not read. */
    private record Exchange(
            String address, Target target, Supplier<SSLContext> contexts, String question, String answer) {

        private Cost run() throws IOException {
            double[] millis = new double[HANDSHAKES];
            int resumed = 0;
            double member = MetricsPage.of(address).sum("process_cpu_seconds_total");
            long caller = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < HANDSHAKES; i++) {
                SSLContext context = contexts.get();
                long clock = System.currentTimeMillis();
                long start = System.nanoTime();
                try (SSLSocket socket = new TlsCaller(context).handshake(address, target, "TLSv1.3")) {
                    socket.getOutputStream().write(question.getBytes(US_ASCII));
                    String said = new String(socket.getInputStream().readAllBytes(), US_ASCII);
                    if (!said.startsWith(answer)) {
                        throw new IOException("%s answered %s".formatted(target, said));
                    }
                    if (socket.getSession().getCreationTime() < clock) {
                        resumed++;
                    }
                }
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            double callerMillis = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - caller) / 1e6;
            double memberMillis = 1_000 * (MetricsPage.of(address).sum("process_cpu_seconds_total") - member);
            Arrays.sort(millis);
            return new Cost(
                    millis[HANDSHAKES / 2],
                    millis[HANDSHAKES * 99 / 100],
                    memberMillis / HANDSHAKES,
                    callerMillis / HANDSHAKES,
                    resumed);
        }
    }

    private void rotation(Members tls) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        double[] millis = new double[ROTATIONS];
        SSLContext own = material.authority().context(material.authority().issue("app.example"));
        for (int rotation = 0; rotation < ROTATIONS; rotation++) {
            LockSupport.parkNanos(random.nextLong(TimeUnit.SECONDS.toNanos(1))); // members look once a second
            Issued issued = material.replace();
            long swapped = System.nanoTime();
            BigInteger serial = ((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(
                                    issued.certificate().getBytes(US_ASCII))))
                    .getSerialNumber();
            for (String address : tls.addresses()) {
                while (!served(own, address).equals(serial)) {
                    Server.pause();
                }
            }
            millis[rotation] = (System.nanoTime() - swapped) / 1e6;
        }
        Arrays.sort(millis);
        System.out.println(String.format(Locale.ROOT, """

                ## Rotation

                From the swap of the mounted Secret's link until all three members serve the new certificate, %d times: median %.0f ms,
                worst %.0f ms. What kubelet takes to bring a change comes on top of it.""", ROTATIONS, millis[ROTATIONS / 2], millis[ROTATIONS - 1]));
    }

    private static BigInteger served(SSLContext own, String address) throws IOException {
        try (SSLSocket socket = new TlsCaller(own).handshake(address, Target.SECURE_CLIENT, "TLSv1.3")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
