package io.arkeeper.member.superuser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One administrator's session: a sentence when it begins, for each change it asks for, and when it ends. It ends with its
 * connection, for a ticket is good for one.
 */
public final class SuperuserSession {

    private static final int LONGEST = 500; // of a path that somebody makes up
    private static final String DONE = "OK";

    private final String who;
    private final long id;
    private final LongSupplier nanos;
    private final Consumer<String> journal;
    private final Runnable atEnd;
    private final long since;
    private final List<Asked> asked = new ArrayList<>(); // a client may number two alike
    private long changes;
    private long refused;
    private long reads;
    private boolean over;

    private record Asked(int request, String change) {}

    SuperuserSession(
            String who,
            long id,
            String pod,
            String from,
            LongSupplier nanos,
            Consumer<String> journal,
            Runnable atEnd) {
        this.who = plain(who);
        this.id = id;
        this.nanos = nanos;
        this.journal = journal;
        this.atEnd = atEnd;
        this.since = nanos.getAsLong();
        journal.accept(("session 0x%x of the superuser begins at %s, from %s, for %s"
                        + " (that name is only what the caller says)")
                .formatted(id, pod, from, this.who));
    }

    public String who() {
        return who;
    }

    /** @param change what and where, as in {@code create /foo} */
    public synchronized void asksFor(int request, String change) {
        asked.add(new Asked(request, change));
    }

    public synchronized void reads() {
        reads++;
    }

    /**
     * An answer to a request, whether or not that was a change.
     *
     * @param result {@code OK}, or ZooKeeper's name for what stands against it
     */
    public synchronized void answered(int request, String result) {
        Optional<Asked> first =
                asked.stream().filter(one -> one.request() == request).findFirst();
        first.ifPresent(one -> {
            asked.remove(one);
            say(one.change(), result);
        });
    }

    private void say(String change, String result) {
        if (result.equals(DONE)) {
            changes++;
        } else {
            refused++;
        }
        journal.accept("session 0x%x of the superuser, for %s: %s: %s".formatted(id, who, plain(change), result));
    }

    /** Its connection is gone; what had no answer by then may or may not be done. */
    public synchronized void ended() {
        if (over) {
            return;
        }
        over = true;
        asked.forEach(one ->
                journal.accept("session 0x%x of the superuser, for %s: %s: the connection ended before the answer"
                        .formatted(id, who, plain(one.change()))));
        asked.clear();
        journal.accept(
                "session 0x%x of the superuser, for %s, has ended after %d s; changes: %d, refused: %d, reads: %d"
                        .formatted(
                                id,
                                who,
                                Duration.ofNanos(nanos.getAsLong() - since).toSeconds(),
                                changes,
                                refused,
                                reads));
        atEnd.run();
    }

    /** Without what would forge a line of the log or fill it. */
    private static String plain(String text) {
        String shown = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}]", "?");
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
    }
}
