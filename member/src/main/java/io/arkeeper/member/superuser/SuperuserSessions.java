package io.arkeeper.member.superuser;

import io.arkeeper.member.superuser.Tickets.Use;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets administrators in as the superuser, and tells the log of each.
 *
 * <p>Who reaches the pod's loopback gets a ticket, so Kubernetes' permission to exec decides; there is no password that
 * anybody could keep, and none that has to be changed.
 */
public final class SuperuserSessions {

    private static final Logger LOG = LoggerFactory.getLogger(SuperuserSessions.class);

    private static final Pattern REQUEST = Pattern.compile("0x([0-9a-f]{1,16}) (\\P{Cntrl}{1,200})");

    private final String pod;
    private final LongSupplier nanos;
    private final Consumer<String> journal;
    private final Tickets tickets;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    /**
     * @param nanos a ticker
     * @param random must not be foreseeable
     * @param journal takes the sentences, which nobody may leave out
     */
    public SuperuserSessions(String pod, LongSupplier nanos, RandomGenerator random, Consumer<String> journal) {
        this.pod = pod;
        this.nanos = nanos;
        this.journal = journal;
        this.tickets = new Tickets(nanos, random);
    }

    /** What somebody who asks for a ticket is given. */
    public sealed interface Given {
        record Ticket(String text) implements Given {}

        record NotUnderstood(String sentence) implements Given {}

        record TooMany(String sentence) implements Given {}
    }

    /** @param request the session's id and the caller's name, as in {@code 0x1000a3f jane} */
    public Given ticket(String request) {
        Matcher parts = REQUEST.matcher(request);
        if (!parts.matches()) {
            return new Given.NotUnderstood(
                    "expected the session's id in hexadecimal and a name of up to 200 characters,"
                            + " as in '0x1000a3f0000 jane'");
        }
        long session = Long.parseUnsignedLong(parts.group(1), 16);
        return tickets.give(parts.group(2), session)
                .<Given>map(Given.Ticket::new)
                .orElseGet(() -> new Given.TooMany("%d tickets wait to be used; try again in %d s"
                        .formatted(Tickets.MOST_WAITING, Tickets.GOOD_FOR.toSeconds())));
    }

    /**
     * Begins a session where the ticket is good for it.
     *
     * @param from where it comes from, as text
     * @param inside whether that is the pod's loopback, in plaintext
     */
    public Optional<SuperuserSession> begin(byte[] ticket, long session, String from, boolean inside) {
        return switch (tickets.use(ticket, session, inside)) {
            case Use.Accepted(String who) -> {
                begun.incrementAndGet();
                yield Optional.of(
                        new SuperuserSession(who, session, pod, from, nanos, journal, ended::incrementAndGet));
            }
            case Use.Refused(Tickets.Fault fault) -> {
                LOG.warn(
                        "session 0x{} from {} does not become the superuser's: {}",
                        Long.toHexString(session),
                        from,
                        fault.sentence());
                yield Optional.empty();
            }
        };
    }

    /** How many have begun. */
    public long begun() {
        return begun.get();
    }

    /** How many are open. */
    public long open() {
        return begun.get() - ended.get();
    }

    /** How many tickets were given out and not used in time. */
    public long lapsed() {
        return tickets.lapsed();
    }

    /** How many tickets were refused, by reason. */
    public Map<String, Long> refused() {
        Map<String, Long> byReason = new LinkedHashMap<>();
        tickets.refused().forEach((fault, count) -> byReason.put(fault.name().toLowerCase(Locale.ROOT), count));
        return byReason;
    }
}
