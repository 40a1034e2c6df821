package io.arkeeper.systemtest.bench;

import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.Malformed;
import io.arkeeper.systemtest.hostile.Pace;
import io.arkeeper.systemtest.hostile.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Attacks on request, as a process of its own: for each line {@code KIND PER_SECOND MILLIS LEADER ADDRESS...} on standard
 * input it attacks for so long and answers with a line {@code CONNECTIONS INPUTS}. Kinds are {@code plain} and {@code tls},
 * 0 a second is as many as go.
 */
public final class AttackProgram {

    private static final long SEED = 20_261_123;
    private static final int ATTACKERS = 24; // most of their time they wait

    private AttackProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(carryOut(List.of(order.split(" ", -1))));
            }
        }
    }

    private static String carryOut(List<String> order) throws InterruptedException, ExecutionException, IOException {
        LongFunction<Malformed> messages = order.getFirst().equals("tls")
                ? number -> Malformed.ofTls(SEED, number)
                : number -> Malformed.of(SEED, number);
        long perSecond = Long.parseLong(order.get(1));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(order.get(2)));
        String leader = order.get(3);
        List<String> addresses = order.subList(4, order.size());
        Attacker attacker = new Attacker();
        new Pace(ATTACKERS, perSecond)
                .attack(
                        attacker,
                        messages,
                        (malformed, number) -> malformed.target() == Target.QUORUM // only a leader listens there
                                ? leader
                                : addresses.get(Math.toIntExact(number % addresses.size())),
                        () -> System.nanoTime() > end);
        long connections =
                Arrays.stream(Target.values()).mapToLong(attacker::connections).sum();
        return connections + " " + attacker.inputs();
    }
}
