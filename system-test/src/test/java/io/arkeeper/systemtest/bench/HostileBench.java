package io.arkeeper.systemtest.bench;

import io.arkeeper.systemtest.bench.Attack.Sent;
import io.arkeeper.systemtest.bench.Members.Material;
import io.arkeeper.systemtest.hostile.HonestClient;
import io.arkeeper.systemtest.hostile.HonestClient.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * What an honest client notices of an attack: how long a write and a read take, before and during so many malformed
 * connections a second to all ports of three members. In plaintext and with TLS, turn by turn in the same run.
 *
 * <p>The attackers run on the machine of the members with the lowest priority, so that what shows is what the members
 * do about them; what they take of its processors themselves would not be there if they came from elsewhere.
 */
public final class HostileBench {

    private static final int PLAIN = 216;
    private static final int TLS = 217;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(5);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 20));

    private final int perSecond;
    private final Duration phase;

    private HostileBench(int perSecond, Duration phase) {
        this.perSecond = perSecond;
        this.phase = phase;
    }

    /** Arguments: the member's distribution, an empty directory to work in, connections a second (0: all that go), seconds a phase. */
    public static void main(String[] arguments) throws Exception {
        int perSecond = Integer.parseInt(arguments[2]);
        Duration phase = Duration.ofSeconds(Integer.parseInt(arguments[3]));
        new HostileBench(perSecond, phase).run(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    private void run(Path home, Path work) throws Exception {
        Material material = new Material(TLS, work.resolve("material"));
        try (Members plain = Members.plain(home, work.resolve("plain"), PLAIN);
                Members tls = Members.withTls(home, work.resolve("tls"), material);
                HonestClient plainClient = new HonestClient(plain.connect(0), BETWEEN_REQUESTS);
                HonestClient tlsClient = new HonestClient(tls.connect(0, material), BETWEEN_REQUESTS);
                Attack attack = Attack.start()) {
            Side inPlaintext = new Side(plain, plainClient, "plain", attack);
            Side withTls = new Side(tls, tlsClient, "tls", attack);
            pass(WARM_UP);
            inPlaintext.attack(WARM_UP);
            withTls.attack(WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                inPlaintext.round();
                withTls.round();
            }
            System.out.printf(
                    """

                    ## Beside an attack of %s

                    A write and a read of one honest client, one after the other with %d ms between, %d rounds of %d s each, quiet and
                    beside malformed messages to all ports of three members. Those who attack are 24 threads of a process on the same
                    machine that gets what processor time everybody else leaves.

                    | | quiet: median | p99 | attacked: median | p99 | times slower: median | p99 | connections a second | malformed inputs a second | the members' processors for each connection | refused to the honest client |
                    |---|---|---|---|---|---|---|---|---|---|---|
                    """,
                    perSecond == 0 ? "as many connections as go" : perSecond + " connections a second",
                    BETWEEN_REQUESTS.toMillis(),
                    ROUNDS,
                    phase.toSeconds());
            inPlaintext.show("plaintext");
            withTls.show("TLS");
        }
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** One of the two, and what was found. */
    private final class Side {

        private final Members members;
        private final HonestClient honest;
        private final String kind;
        private final Attack attack;
        private final List<Latency> quiet = new ArrayList<>();
        private final List<Latency> attacked = new ArrayList<>();
        private long connections;
        private long inputs;
        private double extraProcessorSeconds;

        private Side(Members members, HonestClient honest, String kind, Attack attack) {
            this.members = members;
            this.honest = honest;
            this.kind = kind;
            this.attack = attack;
        }

        private void round() throws Exception {
            honest.latency();
            double start = members.processorSeconds();
            pass(phase);
            quiet.add(honest.latency());
            double middle = members.processorSeconds();
            honest.latency();
            Sent sent = attack(phase);
            attacked.add(honest.latency());
            extraProcessorSeconds += members.processorSeconds() - middle - (middle - start);
            connections += sent.connections();
            inputs += sent.inputs();
        }

        private Sent attack(Duration time) throws IOException {
            return attack.on(members, kind, perSecond, time);
        }

        private void show(String what) {
            double seconds = phase.toSeconds() * (double) ROUNDS;
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %s | %.2f ms | %.2f ms | %.2f ms | %.2f ms | %.2f | %.2f | %.0f | %.0f | %.2f ms | %d |",
                    what,
                    median(quiet, Latency::median),
                    median(quiet, Latency::p99),
                    median(attacked, Latency::median),
                    median(attacked, Latency::p99),
                    median(attacked, Latency::median) / median(quiet, Latency::median),
                    median(attacked, Latency::p99) / median(quiet, Latency::p99),
                    connections / seconds,
                    inputs / seconds,
                    1_000 * extraProcessorSeconds / connections,
                    honest.failures().size()));
        }

        private static double median(List<Latency> latencies, ToDoubleFunction<Latency> figure) {
            return latencies.stream()
                    .mapToDouble(figure)
                    .boxed()
                    .sorted(Comparator.naturalOrder())
                    .toList()
                    .get(latencies.size() / 2);
        }
    }
}
