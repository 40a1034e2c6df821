package io.arkeeper.member.superuser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Tickets, each good once, for one session, for a moment. They take the place of a password that somebody could keep.
 *
 * <p>Only their digests are kept. Whoever presents one wrongly has spent it.
 */
final class Tickets {

    static final Duration GOOD_FOR = Duration.ofSeconds(10); // it is used within the pod, right after it was asked for
    static final int MOST_WAITING = 16; // nobody opens more at once by hand
    static final int MOST_REMEMBERED = 1_000; // so that a ticket that was used is told from one that never was

    private static final int BYTES = 32;

    /** Why a ticket is refused. */
    enum Fault {
        UNKNOWN("no such ticket was given out"),
        USED("the ticket was used before"),
        LATE("the ticket was not used within %d s".formatted(GOOD_FOR.toSeconds())),
        OTHER_SESSION("the ticket is another session's"),
        ELSEWHERE("it did not come in plaintext over the pod's loopback");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** What came of presenting a ticket. */
    sealed interface Use {
        /** @param who asked for the ticket, as they call themselves */
        record Accepted(String who) implements Use {}

        record Refused(Fault fault) implements Use {}
    }

    private enum State {
        WAITING,
        SPENT,
        LAPSED
    }

    private record Ticket(String who, long session, long givenAt, State state) {

        Ticket now(State other) {
            return new Ticket(who, session, givenAt, other);
        }
    }

    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Map<String, Ticket> byDigest = new LinkedHashMap<>();
    private final Map<Fault, Long> refused = new EnumMap<>(Fault.class);
    private long lapsed;

    /**
     * @param nanos a ticker
     * @param random must not be foreseeable
     */
    Tickets(LongSupplier nanos, RandomGenerator random) {
        this.nanos = nanos;
        this.random = random;
    }

    /** A new one; empty where too many wait to be used. */
    synchronized Optional<String> give(String who, long session) {
        lapse();
        long waiting = byDigest.values().stream()
                .filter(ticket -> ticket.state() == State.WAITING)
                .count();
        if (waiting >= MOST_WAITING) {
            return Optional.empty();
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = HexFormat.of().formatHex(bytes);
        byDigest.put(digest(text.getBytes(UTF_8)), new Ticket(who, session, nanos.getAsLong(), State.WAITING));
        forgetOldest();
        return Optional.of(text);
    }

    /** @param inside whether it came in plaintext over the loopback */
    synchronized Use use(byte[] presented, long session, boolean inside) {
        lapse();
        String digest = digest(presented);
        Ticket ticket = byDigest.get(digest);
        if (ticket == null) {
            return refuse(inside ? Fault.UNKNOWN : Fault.ELSEWHERE);
        }
        if (ticket.state() != State.WAITING) {
            return refuse(ticket.state() == State.SPENT ? Fault.USED : Fault.LATE);
        }
        byDigest.put(digest, ticket.now(State.SPENT));
        if (!inside) {
            return refuse(Fault.ELSEWHERE);
        }
        return ticket.session() == session ? new Use.Accepted(ticket.who()) : refuse(Fault.OTHER_SESSION);
    }

    private Use refuse(Fault fault) {
        refused.merge(fault, 1L, Long::sum);
        return new Use.Refused(fault);
    }

    /** How often one was refused, for each reason. */
    synchronized Map<Fault, Long> refused() {
        Map<Fault, Long> all = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            all.put(fault, refused.getOrDefault(fault, 0L));
        }
        return all;
    }

    /** How many were given out and not used in time. */
    synchronized long lapsed() {
        lapse();
        return lapsed;
    }

    private void lapse() {
        long now = nanos.getAsLong();
        for (Map.Entry<String, Ticket> entry : byDigest.entrySet()) {
            Ticket ticket = entry.getValue();
            if (ticket.state() == State.WAITING && now - ticket.givenAt() > GOOD_FOR.toNanos()) {
                entry.setValue(ticket.now(State.LAPSED));
                lapsed++;
            }
        }
    }

    private void forgetOldest() {
        Iterator<Ticket> oldest = byDigest.values().iterator();
        while (byDigest.size() > MOST_REMEMBERED && oldest.next().state() != State.WAITING) {
            oldest.remove();
        }
    }

    private static String digest(byte[] ticket) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ticket));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
