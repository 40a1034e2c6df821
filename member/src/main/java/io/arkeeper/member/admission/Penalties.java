package io.arkeeper.member.admission;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Bars addresses that send malformed messages while there are more of these than a member puts up with.
 *
 * <p>All addresses draw from one bucket of tokens, which a scan of ports or a few clients with the wrong port do not empty. Who
 * sends a malformed message while it is empty is barred for a while, so that an attack soon has to do without new
 * connections, from however many addresses it comes, and those who have sent none notice nothing of it.
 *
 * <p>After {@code PerSourcePenalties} of OpenSSH's sshd_config(5), which knows the penalty and not the common bucket.
 */
public final class Penalties {

    /** How long after the last malformed message an address is barred. */
    public static final Duration PENALTY = Duration.ofSeconds(10);

    static final int BURST_SECONDS = 5; // without a malformed message fill the bucket
    static final int MOST_ADDRESSES = 16_384; // that are remembered, some 1.5 MiB

    private final int perSecond;
    private final Duration penalty;
    private final LongSupplier nanoTime;
    private final Map<InetAddress, Long> barredUntil = new LinkedHashMap<>(); // nanoseconds, the next to end first
    private final Set<InetAddress> trusted = new LinkedHashSet<>();
    private double tokens;
    private long filled;

    /**
     * @param perSecond malformed messages that are put up with; 0 bars nobody
     * @param penalty how long after the last of them an address is barred
     * @param nanoTime as {@link System#nanoTime()}
     */
    public Penalties(int perSecond, Duration penalty, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.penalty = penalty;
        this.nanoTime = nanoTime;
        this.tokens = most();
        this.filled = nanoTime.getAsLong();
    }

    /** Those of a member, which last for {@link #PENALTY}. */
    public static Penalties of(int perSecond) {
        return new Penalties(perSecond, PENALTY, System::nanoTime);
    }

    private double most() {
        return (double) perSecond * BURST_SECONDS;
    }

    /**
     * Takes note of a malformed message.
     *
     * @return whether its sender is barred from now on, and was not before
     */
    public synchronized boolean malformed(InetAddress sender) {
        if (perSecond == 0 || trusted.contains(sender)) {
            return false;
        }
        long now = nanoTime.getAsLong();
        forgetAllThatEndedBy(now);
        boolean isBarred = barredUntil.containsKey(sender);
        if (!isBarred && isWithinBounds(now)) {
            return false;
        }
        barredUntil.remove(sender); // so that it is the last to end
        if (barredUntil.size() == MOST_ADDRESSES) {
            removeFirst(barredUntil.values());
        }
        barredUntil.put(sender, now + penalty.toNanos());
        return !isBarred;
    }

    private boolean isWithinBounds(long now) {
        tokens = Math.min(most(), tokens + (now - filled) * 1e-9 * perSecond);
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    private void forgetAllThatEndedBy(long now) {
        Iterator<Long> oldest = barredUntil.values().iterator();
        while (oldest.hasNext() && oldest.next() - now <= 0) {
            oldest.remove();
        }
    }

    private static void removeFirst(Collection<?> all) {
        Iterator<?> first = all.iterator();
        first.next();
        first.remove();
    }

    /**
     * Never bars an address from which somebody came who is what he says: behind a proxy he shares it with others.
     */
    public synchronized void trust(InetAddress sender) {
        trusted.remove(sender); // so that it is the last to be forgotten
        if (trusted.size() == MOST_ADDRESSES) {
            removeFirst(trusted);
        }
        trusted.add(sender);
        barredUntil.remove(sender);
    }

    public synchronized boolean isBarred(InetAddress sender) {
        Long end = barredUntil.get(sender);
        return end != null && end - nanoTime.getAsLong() > 0;
    }

    /** How many addresses are barred now. */
    public synchronized int barred() {
        forgetAllThatEndedBy(nanoTime.getAsLong());
        return barredUntil.size();
    }
}
