package io.arkeeper.member.admission;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The memory of requests that were announced and have not come whole.
 *
 * <p>ZooKeeper takes it at the announcement, four bytes, and counts it nowhere: with the default limits some connections that say
 * nothing more fill the heap. Here it is bounded, all together and for each address. Where it is too much, the connection that
 * has waited longest makes room, of the address that holds most: whoever means to send a request sends it at once.
 */
public final class HeldRequests {

    /** What is told of each connection that has to make room. */
    public interface Tally {
        void ended(Excess excess);
    }

    /** What there was too much of. */
    public enum Excess {
        /** What one address holds. */
        ADDRESS,
        /** What the member holds. */
        MEMBER
    }

    private final long most;
    private final long mostOfAnAddress;
    private final Map<InetAddress, Long> byAddress = new HashMap<>();
    private final Set<Share> waiting = new LinkedHashSet<>(); // in the order of their announcements
    private long bytes;

    /**
     * @param most bytes, of all together
     * @param mostOfAnAddress bytes, of the connections of one address
     */
    public HeldRequests(long most, long mostOfAnAddress) {
        this.most = most;
        this.mostOfAnAddress = mostOfAnAddress;
    }

    /** Bytes that are held now. */
    public synchronized long bytes() {
        return bytes;
    }

    /** What a new connection takes: nothing yet. */
    public Share of(InetAddress address, Runnable close, Tally tally) {
        return new Share(address, close, tally);
    }

    private void change(Share share, int wanted) {
        Map<Share, Excess> ended = new LinkedHashMap<>();
        synchronized (this) {
            if (share.ended) {
                return;
            }
            if (wanted == 0) {
                release(share);
            } else {
                hold(share, wanted);
                while (held(share.address) > mostOfAnAddress && waiting.size() > 1) {
                    ended.put(end(oldestOf(share.address)), Excess.ADDRESS);
                }
                while (bytes > most && waiting.size() > 1) {
                    ended.put(end(oldestOf(largest())), Excess.MEMBER);
                }
            }
        }
        ended.forEach((one, excess) -> {
            one.tally.ended(excess);
            one.close.run();
        });
    }

    /** Who holds more as more of a request comes is as old as before. */
    private void hold(Share share, int wanted) {
        add(share, wanted - share.held);
        waiting.add(share);
    }

    private void release(Share share) {
        add(share, -share.held);
        waiting.remove(share);
    }

    private void add(Share share, int more) {
        if (more == 0) {
            return; // an address that holds nothing is not remembered
        }
        share.held += more;
        bytes += more;
        byAddress.merge(share.address, (long) more, (all, one) -> all + one == 0 ? null : all + one);
    }

    private Share end(Share share) {
        share.ended = true;
        release(share);
        return share;
    }

    private long held(InetAddress address) {
        return byAddress.getOrDefault(address, 0L);
    }

    /** The address that holds most; where several do, the one of them whose announcement is the oldest. */
    private InetAddress largest() {
        InetAddress largest = waiting.iterator().next().address;
        for (Share share : waiting) {
            if (held(share.address) > held(largest)) {
                largest = share.address;
            }
        }
        return largest;
    }

    private Share oldestOf(InetAddress address) {
        for (Share share : waiting) {
            if (share.address.equals(address)) {
                return share;
            }
        }
        throw new IllegalStateException("nobody waits at " + address);
    }

    /** What one connection holds. Its own thread tells of it, one at a time; anybody may end it. */
    public final class Share {

        private final InetAddress address;
        private final Runnable close;
        private final Tally tally;
        private int held; // guarded by the whole
        private boolean ended; // the same
        private int told;

        private Share(InetAddress address, Runnable close, Tally tally) {
            this.address = address;
            this.close = close;
            this.tally = tally;
        }

        /**
         * Ends itself or another where that is too much.
         *
         * @param now bytes for the request that has begun to come; 0 where none has
         */
        public void holds(int now) {
            if (now != told) {
                told = now;
                change(this, now);
            }
        }

        /** It has gone. */
        public void end() {
            synchronized (HeldRequests.this) {
                HeldRequests.this.end(this);
            }
        }
    }
}
