package io.arkeeper.systemtest.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * An attack of many at once, as fast as it goes or so many connections in a second.
 *
 * @param attackers how many send at the same time; most of their time they wait
 * @param perSecond connections, of all together; 0 is as many as go
 */
public record Pace(int attackers, long perSecond) {

    /** Where one malformed message goes. */
    public interface Aim {
        String address(Malformed malformed, long number);
    }

    /** What is done with the message of a number. */
    public interface Blow {
        void strike(long number) throws IOException;
    }

    /** Sends one message after the other, by their numbers, until that is enough. */
    public void attack(Attacker attacker, LongFunction<Malformed> messages, Aim aim, BooleanSupplier enough)
            throws InterruptedException, ExecutionException {
        attack(
                number -> {
                    Malformed malformed = messages.apply(number);
                    attacker.send(aim.address(malformed, number), malformed);
                },
                enough);
    }

    /** Deals one blow after the other until that is enough. */
    public void attack(Blow blow, BooleanSupplier enough) throws InterruptedException, ExecutionException {
        AtomicLong next = new AtomicLong();
        long started = System.nanoTime();
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < attackers; i++) {
            all.add(() -> {
                while (!enough.getAsBoolean()) {
                    strike(blow, next.getAndIncrement(), started);
                }
                return null;
            });
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(attackers)) {
            for (Future<Void> done : executor.invokeAll(all)) {
                done.get();
            }
        }
    }

    private void strike(Blow blow, long number, long started) throws IOException {
        if (perSecond > 0) {
            long due = started + TimeUnit.SECONDS.toNanos(number) / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        blow.strike(number);
    }
}
