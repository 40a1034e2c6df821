package io.arkeeper.member.auth;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.InvalidSettings;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest of something that is put in place from outside and can be used. What cannot is refused with a sentence, and
 * the one before stays in use.
 */
public final class Fresh<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Fresh.class);

    private final String what;
    private final Supplier<T> read;
    private final AtomicLong adopted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile T current;
    private volatile Optional<String> problem = Optional.empty();

    private Fresh(String what, Supplier<T> read, T first) {
        this.what = what;
        this.read = read;
        this.current = first;
    }

    /**
     * Reads what is there.
     *
     * @param what its name, for messages
     * @param read throws an {@link InvalidSetting} or {@link InvalidSettings} where it cannot be used
     */
    static <T> Fresh<T> open(String what, Supplier<T> read) {
        return new Fresh<>(what, read, read.get());
    }

    /** Takes over what was put there since. */
    public synchronized void look() {
        try {
            take(read.get());
        } catch (InvalidSetting e) {
            refuse(e.getMessage());
        } catch (InvalidSettings e) {
            refuse(String.join("; and ", e.problems()));
        }
    }

    private void take(T newest) {
        if (!newest.equals(current)) {
            current = newest;
            adopted.incrementAndGet();
            LOG.info("uses the {} that were put in place: {}", what, newest);
        }
        problem = Optional.empty();
    }

    /** Said once. */
    private void refuse(String sentence) {
        if (!problem.equals(Optional.of(sentence))) {
            problem = Optional.of(sentence);
            refused.incrementAndGet();
            LOG.error("refuses the {} that were put in place, and goes on with those before: {}", what, sentence);
        }
    }

    public T get() {
        return current;
    }

    public String what() {
        return what;
    }

    /** Why the newest is not in use; empty where it is. */
    public Optional<String> problem() {
        return problem;
    }

    /** How often another was taken over since the start. */
    public long adopted() {
        return adopted.get();
    }

    /** How often one was refused. */
    public long refused() {
        return refused.get();
    }
}
