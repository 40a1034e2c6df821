package io.arkeeper.member.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * Lets only so many lines of one kind through in a while, and says how many it has left out.
 *
 * <p>ZooKeeper writes a stack trace for each connection that sends nonsense. Whoever can connect could fill the node's
 * disk with them, and the lines that matter would be lost among the others.
 */
final class Damper extends TurboFilter {

    private static final String OWN = Damper.class.getName();
    private static final int KINDS = 1_000; // messages put together from parts would be a kind each

    private final int most;
    private final long whileNanos;
    private final LongSupplier nanos;
    private final LongAdder leftOut;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    /**
     * @param most lines of one kind
     * @param meanwhile in which they may be written
     * @param nanos a ticker
     * @param leftOut counts the rest
     */
    Damper(int most, Duration meanwhile, LongSupplier nanos, LongAdder leftOut) {
        this.most = most;
        this.whileNanos = meanwhile.toNanos();
        this.nanos = nanos;
        this.leftOut = leftOut;
    }

    /** One kind of line: since when it is counted, and how many there were. */
    private record Count(long since, long lines) {}

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        if (format == null
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())
                || logger.getName().equals(OWN)
                || logger.getName().equals(Logging.AUDIT)
                || logger.getName().equals(Logging.SUPERUSER)) {
            return FilterReply.NEUTRAL;
        }
        if (counts.size() >= KINDS) {
            counts.clear();
        }
        String kind = logger.getName() + ' ' + format;
        long now = nanos.getAsLong();
        long[] before = {0};
        Count count = counts.compute(kind, (same, last) -> {
            if (last == null || now - last.since() >= whileNanos) {
                before[0] = last == null ? 0 : last.lines() - most;
                return new Count(now, 1);
            }
            return new Count(last.since(), last.lines() + 1);
        });
        if (before[0] > 0) {
            logger.getLoggerContext().getLogger(OWN).warn("{} lines like the next were left out before it", before[0]);
        }
        if (count.lines() > most) {
            leftOut.increment();
            return FilterReply.DENY;
        }
        return FilterReply.NEUTRAL;
    }
}
