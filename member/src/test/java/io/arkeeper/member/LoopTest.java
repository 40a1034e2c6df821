package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LoopTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final AtomicInteger turns = new AtomicInteger();

    @Test
    void aFailedTurnIsNotTheLast() {
        try (Loop loop = new Loop("test", Duration.ofMillis(1), () -> {
            turns.incrementAndGet();
            throw new IllegalStateException("on purpose");
        })) {
            loop.start();

            await().atMost(DEADLINE).until(() -> turns.get() >= 3);
        }
    }

    @Test
    void aClosedLoopEndsWithoutWaitingForItsPause() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger threads = new AtomicInteger();
        Loop loop = new Loop("loop-that-ends", Duration.ofHours(1), () -> {
            threads.incrementAndGet();
            begun.countDown();
        });
        loop.start();
        assertThat(begun.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        loop.close();

        await().atMost(DEADLINE).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("loop-that-ends")));
        assertThat(threads).hasValue(1);
    }
}
