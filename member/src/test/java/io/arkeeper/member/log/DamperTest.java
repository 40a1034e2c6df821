package io.arkeeper.member.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DamperTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LongAdder leftOut = new LongAdder();
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = context.getLogger("some");

    @BeforeEach
    void threeOfAKindInTenSeconds() {
        lines.setContext(context);
        lines.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.addTurboFilter(new Damper(3, Duration.ofSeconds(10), nanos::get, leftOut));
    }

    private List<String> written() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theRestOfAKindIsLeftOutAndSaid() {
        for (int i = 0; i < 5; i++) {
            logger.warn("attempt {}", i);
        }
        logger.warn("something else");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        logger.warn("attempt {}", 5);

        assertThat(written())
                .containsExactly(
                        "attempt 0",
                        "attempt 1",
                        "attempt 2",
                        "something else",
                        "2 lines like the next were left out before it",
                        "attempt 5");
        assertThat(leftOut.sum()).isEqualTo(2);
    }

    @Test
    void theAuditLogIsNeverLeftOut() {
        for (int i = 0; i < 5; i++) {
            context.getLogger(Logging.AUDIT).info("{}", i);
        }

        assertThat(written()).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void whatNobodyWouldSeeIsNotCounted() {
        for (int i = 0; i < 5; i++) {
            logger.debug("detail");
        }

        assertThat(leftOut.sum()).isZero();
    }

    @Test
    void messagesThatAreAllDifferentTakeNoMemory() {
        for (int i = 0; i < 100_000; i++) {
            logger.info("message " + i);
        }

        assertThat(written()).hasSize(100_000);
    }
}
