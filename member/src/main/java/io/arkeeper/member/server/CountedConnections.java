package io.arkeeper.member.server;

import io.arkeeper.member.admission.HeldRequests;
import io.arkeeper.member.superuser.SuperuserSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Optional;
import org.apache.jute.Record;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Login;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.server.NIOServerCnxn;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxn.DisconnectReason;
import org.apache.zookeeper.server.ServerMetrics;
import org.apache.zookeeper.server.WaitingConnection;

/**
 * Counts why the connections of clients ended, and logins that fail. ZooKeeper counts connections that it does not accept
 * and those that fall silent, but not those that send what is no request. Those of the superuser tell what they are used
 * for. What they hold by requests that have not come whole is {@linkplain HeldByClients bounded}, and who sends malformed messages
 * may be {@linkplain BarredClients barred}.
 *
 * <p>ZooKeeper makes the instance by reflection.
 */
public final class CountedConnections extends NIOServerCnxnFactory {

    private final CounterSet ended = ServerMetrics.getMetrics()
            .getMetricsProvider()
            .getRootContext()
            .getCounterSet("arkeeper_client_connections_ended_total");
    private final FailedLogins failedLogins = new FailedLogins();
    private final HeldByClients held = new HeldByClients();
    private final BarredClients barred = new BarredClients();

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
        if (barred.refuses(socket.getRemoteAddress(), socket.getLocalAddress())) {
            ServerMetrics.getMetrics().CONNECTION_REJECTED.add(1);
            throw new IOException("its address is barred"); // ZooKeeper closes it
        }
        return new CountedConnection(socket, key, selector);
    }

    /** Each connection comes here once, however it ends. */
    @Override
    public boolean removeCnxn(NIOServerCnxn connection) {
        boolean removed = super.removeCnxn(connection);
        if (removed && connection instanceof CountedConnection counted) {
            ended.inc(counted.reason());
            if (counted.hasEndedMalformed()) {
                barred.malformed(counted.from());
            }
            counted.end();
        }
        return removed;
    }

    private static String result(ReplyHeader header, Record answer) {
        int error = header.getErr();
        if (error == Code.OK.intValue() && answer instanceof MultiResponse parts) {
            for (OpResult part : parts) {
                if (error == Code.OK.intValue() && part instanceof OpResult.ErrorResult failed) {
                    error = failed.getErr();
                }
            }
        }
        Code code = Code.get(error);
        return code == null ? "error " + error : code.name();
    }

    private final class CountedConnection extends WaitingConnection implements AuditedConnection {

        private final HeldRequests.Share share;
        private volatile Optional<SuperuserSession> superuser = Optional.empty();

        CountedConnection(SocketChannel socket, SelectionKey key, SelectorThread selector) throws IOException {
            super(zkServer, socket, key, CountedConnections.this, selector);
            share = held.of(from().getAddress(), () -> close(DisconnectReason.CONNECTION_CLOSE_FORCED));
        }

        @Override
        protected void waitsFor(int announced) {
            share.holds(announced);
        }

        @Override
        public void becomes(SuperuserSession session) {
            Optional<SuperuserSession> before = superuser;
            superuser = Optional.of(session);
            before.ifPresent(SuperuserSession::ended);
        }

        @Override
        protected void readRequest() throws IOException {
            Optional<SuperuserSession> audited = superuser;
            if (audited.isPresent()) {
                note(audited.get(), incomingBuffer);
            }
            super.readRequest();
        }

        @Override
        public int sendResponse(
                ReplyHeader header, Record answer, String tag, String cacheKey, Stat stat, int operation) {
            failedLogins.look(header.getErr());
            superuser.ifPresent(session -> session.answered(header.getXid(), result(header, answer)));
            return super.sendResponse(header, answer, tag, cacheKey, stat, operation);
        }

        /** Others remember connections that have ended, such as the log of what was committed; not what it held. */
        void end() {
            share.end();
            incomingBuffer = ByteBuffer.allocate(1); // one that is never full
            superuser.ifPresent(SuperuserSession::ended);
        }

        String reason() {
            return disconnectReason.name().toLowerCase(Locale.ROOT);
        }

        private static void note(SuperuserSession session, ByteBuffer request) throws IOException {
            AskedChange asked = AskedChange.of(request);
            asked.change().ifPresentOrElse(change -> session.asksFor(asked.id(), change), session::reads);
        }
    }
}
