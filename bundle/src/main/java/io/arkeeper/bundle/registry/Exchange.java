package io.arkeeper.bundle.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

/** One request with its answer, on a thread of its own: closing it ends whatever it waits for. */
final class Exchange implements Callable<Answer>, AutoCloseable {

    private final Connections connections;
    private final Call call;
    private final LongConsumer moved;
    private final LongConsumer sent;
    private final OutputStream into;
    private Optional<Connection> current = Optional.empty();
    private boolean closed;

    Exchange(Connections connections, Call call, LongConsumer moved, LongConsumer sent, OutputStream into) {
        this.connections = connections;
        this.call = call;
        this.moved = moved;
        this.sent = sent;
        this.into = into;
    }

    @Override
    public Answer call() throws IOException {
        Endpoint endpoint = Endpoint.of(call.uri());
        Optional<Connection> used = connections.used(endpoint);
        Connection connection = taken(used.isPresent() ? used.get() : connections.fresh(endpoint));
        try {
            Answer answer = connection.exchange(call, moved, sent, into);
            connections.keep(endpoint, released(connection));
            return answer;
        } finally {
            close();
        }
    }

    private synchronized Connection taken(Connection connection) throws IOException {
        if (closed) {
            connection.close();
            throw new IOException("given up");
        }
        current = Optional.of(connection);
        return connection;
    }

    private synchronized Connection released(Connection connection) {
        current = Optional.empty();
        return connection;
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.ifPresent(Connection::close);
        current = Optional.empty();
    }
}
