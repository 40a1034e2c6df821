package io.arkeeper.member.server;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Optional;
import org.apache.jute.Record;
import org.apache.zookeeper.Login;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.server.NIOServerCnxn;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerMetrics;

/**
 * Counts why the connections of clients ended, and logins that fail. ZooKeeper counts connections that it does not accept
 * and those that fall silent, but not those that send what is no request.
 *
 * <p>ZooKeeper makes the instance by reflection.
 */
public final class CountedConnections extends NIOServerCnxnFactory {

    private static final String PROPERTY = "zookeeper.serverCnxnFactory";

    private final CounterSet ended = ServerMetrics.getMetrics()
            .getMetricsProvider()
            .getRootContext()
            .getCounterSet("arkeeper_client_connections_ended_total");
    private final FailedLogins failedLogins = new FailedLogins();

    /** To be called before the server is made; somebody else's choice is left as it is. */
    static void install() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, CountedConnections.class.getName());
        }
    }

    @Override
    protected void configureSaslLogin() throws IOException {
        Optional<Login> own = ClientLogin.open();
        if (own.isPresent()) {
            login = own.get();
        } else {
            super.configureSaslLogin();
        }
    }

    @Override
    protected NIOServerCnxn createConnection(SocketChannel socket, SelectionKey key, SelectorThread selector)
            throws IOException {
        return new CountedConnection(socket, key, selector);
    }

    /** Each connection comes here once, however it ends. */
    @Override
    public boolean removeCnxn(NIOServerCnxn connection) {
        boolean removed = super.removeCnxn(connection);
        if (removed && connection instanceof CountedConnection counted) {
            ended.inc(counted.reason());
        }
        return removed;
    }

    private final class CountedConnection extends NIOServerCnxn {

        CountedConnection(SocketChannel socket, SelectionKey key, SelectorThread selector) throws IOException {
            super(zkServer, socket, key, CountedConnections.this, selector);
        }

        @Override
        public int sendResponse(ReplyHeader header, Record record, String tag, String cacheKey, Stat stat, int opCode) {
            failedLogins.look(header.getErr());
            return super.sendResponse(header, record, tag, cacheKey, stat, opCode);
        }

        String reason() {
            return disconnectReason.name().toLowerCase(Locale.ROOT);
        }
    }
}
