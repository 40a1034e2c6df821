package io.arkeeper.member.http;

import io.arkeeper.core.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to {@code /readyz}, and to {@code /readyz?wait=900ms}, which is held back while the member may still come to
 * serve within that time. So the kubelet, which asks once a second, learns at once what it would learn half a second later
 * on average; three pods that are restarted one after the other wait for that three times. One answers at once where it
 * serves, stops or is broken, and everybody is answered at once where some wait already.
 */
final class ReadyAnswer {

    private static final Pattern WAIT = Pattern.compile("wait=(\\d{1,5})ms");
    private static final int LONGEST = 10_000; // milliseconds
    private static final int WAITING_AT_ONCE = 4;

    /** Returns once the member is ready or will not be, or after the time. */
    interface Awaited {
        void await(Duration longest) throws InterruptedException;
    }

    private final Supplier<Verdict> ready;
    private final Awaited decided;
    private final Semaphore waiting = new Semaphore(WAITING_AT_ONCE);

    /**
     * @param ready whether it serves now
     * @param decided waits for what may be answered at once
     */
    ReadyAnswer(Supplier<Verdict> ready, Awaited decided) {
        this.ready = ready;
        this.decided = decided;
    }

    /** @param query {@code wait=900ms}, at most 10,000, or empty */
    Answer to(String query) {
        if (query.isEmpty()) {
            return Answer.of(ready.get());
        }
        Optional<Duration> longest = wait(query);
        if (longest.isEmpty()) {
            return Answer.text(
                    400,
                    "'%s' is not known, expected wait=N and ms, at most %d; leave it out".formatted(query, LONGEST));
        }
        return Answer.of(readyWithin(longest.get()));
    }

    private static Optional<Duration> wait(String query) {
        Matcher matcher = WAIT.matcher(query);
        return matcher.matches()
                ? Optional.of(Integer.parseInt(matcher.group(1)))
                        .filter(millis -> millis <= LONGEST)
                        .map(Duration::ofMillis)
                : Optional.empty();
    }

    private Verdict readyWithin(Duration longest) {
        Verdict now = ready.get();
        if (now.yes() || !waiting.tryAcquire()) {
            return now;
        }
        try {
            decided.await(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
        return ready.get();
    }
}
