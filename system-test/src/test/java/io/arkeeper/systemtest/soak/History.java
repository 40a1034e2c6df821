package io.arkeeper.systemtest.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    private final Set<String> endedEphemerals = ConcurrentHashMap.newKeySet();
    private final LongAdder unknown = new LongAdder();

    void add(RegisterOperation operation) {
        registers.add(operation);
        if (operation.outcome() == RegisterOperation.Outcome.UNKNOWN) {
            unknown.increment();
        }
    }

    void add(SequentialCreate create, String path) {
        sequences.add(create);
        acknowledged.add(path);
    }

    /** A create that was acknowledged, of a path that nobody deletes. */
    void acknowledge(String path) {
        acknowledged.add(path);
    }

    /** An ephemeral znode whose session was closed, and the closing acknowledged. */
    void end(String ephemeral) {
        endedEphemerals.add(ephemeral);
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

    Collection<String> endedEphemerals() {
        return endedEphemerals;
    }

    /** Operations whose outcome was heard, all of which are checked. */
    long heard() {
        return registers.size() + acknowledged.size() + endedEphemerals.size() - unknown.sum();
    }

    long unheard() {
        return unknown.sum();
    }
}
