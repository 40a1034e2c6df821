package org.apache.zookeeper.server;

import io.arkeeper.member.admission.HeldRequests;
import io.arkeeper.member.server.BarredClients;
import io.arkeeper.member.server.ClientCertificates;
import io.arkeeper.member.server.ClientLogin;
import io.arkeeper.member.server.FailedLogins;
import io.arkeeper.member.server.HeldByClients;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.Login;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.server.ServerCnxn.DisconnectReason;

/**
 * The connections of clients where they may speak TLS, bounded as those of {@link NIOServerCnxnFactory} are.
 *
 * <p>ZooKeeper counts such a connection only once its handshake is over, so that one address may begin as many as it likes,
 * and gives one that begins no session all the time it wants. Here each counts from its first moment, and what it holds by
 * requests that have not come whole is {@linkplain HeldByClients bounded}. Who sends malformed messages, or none of TLS, may be
 * {@linkplain BarredClients barred}.
 *
 * <p>ZooKeeper makes a context of TLS for each connection, so that no client can resume what it agreed on before. Here the
 * connections share one, as long as the material is the same.
 *
 * <p>ZooKeeper makes the instance by reflection. In its own package, because the handler of its channels is visible nowhere else.
 */
public final class BoundedTlsConnections extends NettyServerCnxnFactory {

    private static final AttributeKey<NettyServerCnxn> ZOOKEEPERS = AttributeKey.valueOf("NettyServerCnxn");
    private static final String TLS = "ssl"; // ZooKeeper's name of the handler
    private static final int ERROR_AT = 2 * Integer.BYTES + Long.BYTES; // behind the length, the number, and the zxid

    private static final AttributeKey<Admitted> OWN = AttributeKey.valueOf(BoundedTlsConnections.class, "own");

    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final Duration sessionless =
            Duration.ofMillis(Integer.getInteger(NIOServerCnxnFactory.ZOOKEEPER_NIO_SESSIONLESS_CNXN_TIMEOUT, 10_000));
    private final CounterSet ended = ServerMetrics.getMetrics()
            .getMetricsProvider()
            .getRootContext()
            .getCounterSet("arkeeper_client_connections_ended_total");
    private final FailedLogins failedLogins = new FailedLogins();
    private final HeldByClients held = new HeldByClients();
    private final BarredClients barred = new BarredClients();

    public BoundedTlsConnections() {
        super();
        channelHandler = new Bounded();
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
    public void start() {
        super.start();
        putDoor();
    }

    @Override
    public void reconfigure(InetSocketAddress other) {
        super.reconfigure(other);
        putDoor();
    }

    private void putDoor() {
        ChannelPipeline accepting = getParentChannel().pipeline();
        if (accepting.get(Door.class) == null) {
            accepting.addFirst(new Door());
        }
    }

    @Override
    protected boolean limitTotalNumberOfCnxns() {
        return super.limitTotalNumberOfCnxns() || (getMaxCnxns() > 0 && all.get() > getMaxCnxns());
    }

    private boolean isTooMany(int fromOneAddress) {
        int most = getMaxClientCnxnsPerHost();
        return most > 0 && fromOneAddress > most;
    }

    private static void expire(NettyServerCnxn connection) {
        if (connection.getSessionId() == 0) {
            ServerMetrics.getMetrics().SESSIONLESS_CONNECTIONS_EXPIRED.add(1);
            connection.close(DisconnectReason.CONNECTION_EXPIRED);
        }
    }

    /**
     * One that was not refused at once.
     *
     * @param deadline by when it has to have begun a session
     * @param requests what has come of them
     * @param share what it holds by that
     */
    private record Admitted(
            NettyServerCnxn connection, Future<?> deadline, WholeRequests requests, HeldRequests.Share share) {

        /** What is whole by now. */
        ByteBuf read(ByteBuf bytes) {
            ByteBuf whole = requests.take(bytes);
            if (whole.isReadable()) {
                share.holds(0); // what was begun before has come
            }
            share.holds(requests.held());
            return whole;
        }

        private boolean isInSession() {
            return connection.getSessionId() != 0;
        }

        /** Whether what has come now is what no client sends; what is whole of it is still there afterwards. */
        boolean isNonsense(ByteBuf whole) {
            if (Nonsense.isLength(requests.impossibleLength(), isInSession())) {
                return true;
            }
            boolean isFirst =
                    !isInSession() && whole.readableBytes() > Integer.BYTES && requests.impossibleLength() == 0;
            return isFirst && Nonsense.isMessage(first(whole), false);
        }

        private static ByteBuffer first(ByteBuf whole) {
            return whole.nioBuffer(whole.readerIndex() + Integer.BYTES, whole.getInt(whole.readerIndex()));
        }

        /** Whether the client has ended it before it had said what begins a session. */
        boolean endsMidway() {
            return !isInSession() && requests.isMidway();
        }

        /** Others remember connections that have ended, such as the log of what was committed. */
        void end() {
            share.end();
            requests.drop();
        }
    }

    /** Closes what comes from barred addresses before anything is made for it, above all no engine of TLS. */
    private final class Door extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
            if (accepted instanceof Channel client && isRefused(client)) {
                ServerMetrics.getMetrics().CONNECTION_REJECTED.add(1);
                client.unsafe().closeForcibly();
                return;
            }
            super.channelRead(context, accepted);
        }

        /** Who is gone already may have no address any more. */
        private boolean isRefused(Channel client) {
            SocketAddress from = client.remoteAddress();
            SocketAddress to = client.localAddress();
            return from == null || to == null || barred.refuses(from, to);
        }
    }

    @Sharable
    private final class Bounded extends CnxnChannelHandler {

        /** Behind the handler of TLS, before there is a word to read. */
        @Override
        public void handlerAdded(ChannelHandlerContext context) throws Exception {
            super.handlerAdded(context);
            if (context.pipeline().get(SslHandler.class) != null) {
                context.pipeline().replace(SslHandler.class, TLS, new SslHandler(ClientCertificates.engine()));
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            all.incrementAndGet();
            if (isTooMany(open.merge(address(context), 1, Integer::sum))) {
                ServerMetrics.getMetrics().CONNECTION_REJECTED.add(1);
                Future<?> _ = context.channel().close();
                return;
            }
            super.channelActive(context);
            NettyServerCnxn connection = context.channel().attr(ZOOKEEPERS).get();
            if (connection != null) {
                Future<?> deadline = context.executor()
                        .schedule(() -> expire(connection), sessionless.toNanos(), TimeUnit.NANOSECONDS);
                HeldRequests.Share share =
                        held.of(address(context), () -> connection.close(DisconnectReason.CONNECTION_CLOSE_FORCED));
                context.channel()
                        .attr(OWN)
                        .set(new Admitted(
                                connection, deadline, new WholeRequests(BinaryInputArchive.maxBuffer), share));
            }
        }

        /** Each that became active comes here once, however it ends. */
        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            all.decrementAndGet();
            open.computeIfPresent(address(context), (address, count) -> count == 1 ? null : count - 1);
            Admitted admitted = context.channel().attr(OWN).getAndSet(null);
            if (admitted == null) {
                super.channelInactive(context);
                return;
            }
            admitted.deadline().cancel(false);
            admitted.end();
            DisconnectReason before = admitted.connection().disconnectReason;
            super.channelInactive(context); // says "disconnected" of each
            DisconnectReason reason =
                    before == DisconnectReason.UNKNOWN ? admitted.connection().disconnectReason : before;
            ended.inc(reason.name().toLowerCase(Locale.ROOT));
            if (before == DisconnectReason.UNKNOWN && admitted.endsMidway()) {
                barred.malformed(context.channel().remoteAddress());
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent && hasFailedByWhatWasSaid(context)) {
                barred.malformed(context.channel().remoteAddress());
            }
            super.userEventTriggered(context, event);
        }

        /**
         * Not where it was broken off or took too long, as by clients that give up on a busy member; nor where the event is that of
         * the handler that was replaced.
         */
        private static boolean hasFailedByWhatWasSaid(ChannelHandlerContext context) {
            SslHandler handler = context.pipeline().get(SslHandler.class);
            return handler != null
                    && handler.handshakeFuture().cause() instanceof SSLException failure
                    && !(failure instanceof SslHandshakeTimeoutException);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            Admitted admitted = context.channel().attr(OWN).get();
            if (admitted == null || !(message instanceof ByteBuf bytes)) {
                super.channelRead(context, message);
                return;
            }
            ByteBuf whole = admitted.read(bytes);
            if (admitted.isNonsense(whole)) {
                barred.malformed(context.channel().remoteAddress());
            }
            if (whole.isReadable()) {
                super.channelRead(context, whole); // which releases it
            } else {
                whole.release();
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof ByteBuf answer && answer.readableBytes() >= ERROR_AT + Integer.BYTES) {
                failedLogins.look(answer.getInt(answer.readerIndex() + ERROR_AT));
            }
            super.write(context, message, promise);
        }

        private static InetAddress address(ChannelHandlerContext context) {
            return ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
        }
    }
}
