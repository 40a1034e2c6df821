package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What all clients of one round did and heard. */
final class History {

    private final Queue<RegisterOperation> registers = new ConcurrentLinkedQueue<>();
    private final Queue<SequentialCreate> sequences = new ConcurrentLinkedQueue<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> endedEphemerals = new ConcurrentHashMap<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final LongAdder known = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder compareAndSets = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile LongestPause pause = new LongestPause(System.nanoTime());

    /** From now on somebody works. */
    void begin() {
        pause = new LongestPause(System.nanoTime());
    }

    void add(RegisterOperation operation) {
        registers.add(operation);
        if (operation.outcome() == RegisterOperation.Outcome.UNKNOWN) {
            unknown.increment();
            return;
        }
        known.increment();
        if (operation.kind() == RegisterOperation.Kind.COMPARE_AND_SET) {
            compareAndSets.increment();
        }
        if (operation.outcome() == RegisterOperation.Outcome.REFUSED) {
            refused.increment();
        }
        if (operation.kind().writes() && operation.isDone()) {
            pause.acknowledged(operation.returned());
        }
    }

    void add(SequentialCreate create, String path) {
        sequences.add(create);
        acknowledge(path);
    }

    /** A create that was acknowledged, of a path that nobody deletes. */
    void acknowledge(String path) {
        acknowledged.add(path);
        known.increment();
        pause.acknowledged(System.nanoTime());
    }

    /** An ephemeral znode whose session was closed or has expired. */
    void end(String ephemeral) {
        endedEphemerals.put(ephemeral, System.nanoTime());
        known.increment();
    }

    /** An answer that no client may ever get, whatever happens to the servers. */
    void surprise(String sentence) {
        surprises.add(sentence);
    }

    /** A create that may have happened. */
    void unknown() {
        unknown.increment();
    }

    List<RegisterOperation> registers() {
        return new ArrayList<>(registers);
    }

    List<SequentialCreate> sequences() {
        return new ArrayList<>(sequences);
    }

    Collection<String> acknowledged() {
        return acknowledged;
    }

    /** When the session of each had ended at the latest, on the clock of {@link System#nanoTime()}. */
    Map<String, Long> endedEphemerals() {
        return endedEphemerals;
    }

    /** Operations whose outcome was heard, all of which are checked. */
    long heard() {
        return known.sum();
    }

    /** Compare-and-sets whose outcome was heard. */
    long compareAndSets() {
        return compareAndSets.sum();
    }

    /** Those of them that were refused. */
    long refused() {
        return refused.sum();
    }

    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /** How long nobody had a write acknowledged. */
    Duration longestPause() {
        return pause.longest();
    }

    long unheard() {
        return unknown.sum();
    }
}
