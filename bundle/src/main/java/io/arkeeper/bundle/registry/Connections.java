package io.arkeeper.bundle.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps connections for the next request, for as long as every server does. */
final class Connections implements AutoCloseable {

    private static final Duration LONGEST_IDLE = Duration.ofSeconds(4); // many servers hang up after five

    private final Map<String, Deque<Idle>> idle = new HashMap<>();
    private final Patience patience;
    private final TrustedAuthorities authorities;

    Connections(Patience patience, TrustedAuthorities authorities) {
        this.patience = patience;
        this.authorities = authorities;
    }

    private record Idle(Connection connection, long since) {

        private boolean isFresh() {
            return System.nanoTime() - since < LONGEST_IDLE.toNanos();
        }
    }

    /** One that was used before; empty where there is none. */
    synchronized Optional<Connection> used(Endpoint endpoint) {
        Deque<Idle> waiting = idle.getOrDefault(endpoint.key(), new ArrayDeque<>());
        while (!waiting.isEmpty()) {
            Idle last = waiting.removeLast();
            if (last.isFresh()) {
                return Optional.of(last.connection());
            }
            last.connection().close();
        }
        return Optional.empty();
    }

    Connection fresh(Endpoint endpoint) throws IOException {
        return Connection.open(endpoint, patience.connect(), authorities);
    }

    synchronized void keep(Endpoint endpoint, Connection connection) {
        if (connection.isPersistent()) {
            idle.computeIfAbsent(endpoint.key(), key -> new ArrayDeque<>())
                    .addLast(new Idle(connection, System.nanoTime()));
        } else {
            connection.close();
        }
    }

    @Override
    public synchronized void close() {
        idle.values()
                .forEach(waiting -> waiting.forEach(each -> each.connection().close()));
        idle.clear();
    }
}
