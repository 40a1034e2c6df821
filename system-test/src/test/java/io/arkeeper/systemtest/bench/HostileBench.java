package io.arkeeper.systemtest.bench;

import io.arkeeper.systemtest.bench.Members.Material;
import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.HonestClient;
import io.arkeeper.systemtest.hostile.HonestClient.Latency;
import io.arkeeper.systemtest.hostile.Malformed;
import io.arkeeper.systemtest.hostile.Pace;
import io.arkeeper.systemtest.hostile.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/**
 * What an honest client notices of an attack: how long a write and a read take, before and during so many malformed
 * connections a second to all ports of three members. In plaintext and with TLS, turn by turn in the same run.
 *
 * <p>The attackers run on the machine of the members, so what they take of its processors is part of the figures.
 */
public final class HostileBench {

    private static final long SEED = 20_261_123;
    private static final int PLAIN = 216;
    private static final int TLS = 217;
    private static final int ATTACKERS = 24;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(5);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 20));

    private final int perSecond;
    private final Duration phase;

    private HostileBench(int perSecond, Duration phase) {
        this.perSecond = perSecond;
        this.phase = phase;
    }

    /** Arguments: the member's distribution, an empty directory to work in, connections a second, seconds a phase. */
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
                HonestClient tlsClient = new HonestClient(tls.connect(0, material), BETWEEN_REQUESTS)) {
            Side inPlaintext = new Side(plain, plainClient, number -> Malformed.of(SEED, number));
            Side withTls = new Side(tls, tlsClient, number -> Malformed.ofTls(SEED, number));
            pass(WARM_UP);
            inPlaintext.attack(WARM_UP);
            withTls.attack(WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                inPlaintext.round();
                withTls.round();
            }
            System.out.printf("""

                    ## Beside an attack of %d connections a second

                    A write and a read of one honest client, one after the other with %d ms between, %d rounds of %d s each, quiet and
                    beside malformed messages to all ports of three members. Those who attack run on the same machine.

                    | | quiet: median | p99 | attacked: median | p99 | times slower: median | p99 | connections a second | malformed inputs a second | the members' processors for each connection | refused to the honest client |
                    |---|---|---|---|---|---|---|---|---|---|---|
                    """, perSecond, BETWEEN_REQUESTS.toMillis(), ROUNDS, phase.toSeconds());
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
        private final LongFunction<Malformed> messages;
        private final List<Latency> quiet = new ArrayList<>();
        private final List<Latency> attacked = new ArrayList<>();
        private long connections;
        private long inputs;
        private double extraProcessorSeconds;

        private Side(Members members, HonestClient honest, LongFunction<Malformed> messages) {
            this.members = members;
            this.honest = honest;
            this.messages = messages;
        }

        private void round() throws Exception {
            honest.latency();
            double start = members.processorSeconds();
            pass(phase);
            quiet.add(honest.latency());
            double middle = members.processorSeconds();
            honest.latency();
            Attacker attacker = attack(phase);
            attacked.add(honest.latency());
            extraProcessorSeconds += members.processorSeconds() - middle - (middle - start);
            for (Target target : Target.values()) {
                connections += attacker.connections(target);
            }
            inputs += attacker.inputs();
        }

        private Attacker attack(Duration time) throws Exception {
            Attacker attacker = new Attacker();
            String leader = members.leader();
            List<String> addresses = members.addresses();
            long end = System.nanoTime() + time.toNanos();
            new Pace(ATTACKERS, perSecond)
                    .attack(
                            attacker,
                            messages,
                            (malformed, number) -> malformed.target() == Target.QUORUM // only a leader listens there
                                    ? leader
                                    : addresses.get(Math.toIntExact(number % addresses.size())),
                            () -> System.nanoTime() > end);
            return attacker;
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
