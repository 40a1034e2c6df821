package io.arkeeper.member.client;

import java.io.IOException;
import java.time.Duration;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** The stock client, opened anew when its session has expired. */
final class StockClient {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(5);

    private final String servers;
    private final Duration sessionTimeout;
    private final ZKClientConfig config;
    private ZooKeeper client;

    StockClient(String servers, Duration sessionTimeout) {
        this(servers, sessionTimeout, new ZKClientConfig());
    }

    StockClient(String servers, Duration sessionTimeout, ZKClientConfig config) {
        this.servers = servers;
        this.sessionTimeout = sessionTimeout;
        this.config = config;
    }

    /** One request to the ensemble. */
    interface Request<T> {
        T send(ZooKeeper client) throws KeeperException, InterruptedException;
    }

    /** @throws KeeperException as the client throws it; after an expiry the next call opens a new session */
    <T> T call(Request<T> request) throws KeeperException, InterruptedException, IOException {
        ZooKeeper current = current();
        try {
            return request.send(current);
        } catch (KeeperException.SessionExpiredException e) {
            close();
            throw e;
        }
    }

    /**
     * The same, again and again while the connection or the session is lost; for what may be done twice.
     *
     * @throws KeeperException where that lasts longer than {@code patience}, or anything else goes wrong
     */
    <T> T callPersistently(Request<T> request, Duration patience)
            throws KeeperException, InterruptedException, IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return call(request);
            } catch (KeeperException.ConnectionLossException | KeeperException.SessionExpiredException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.sleep(BETWEEN_ATTEMPTS);
            }
        }
    }

    private synchronized ZooKeeper current() throws IOException {
        if (client == null) {
            client = new ZooKeeper(servers, Math.toIntExact(sessionTimeout.toMillis()), new Ignore(), config);
        }
        return client;
    }

    /** Where the client is connected, as its own description says; empty when it is not. */
    synchronized String server() {
        if (client == null || !client.getState().isConnected()) {
            return "";
        }
        String text = client.toString();
        int start = text.indexOf("remoteserver:");
        if (start < 0) {
            return "";
        }
        String address = text.substring(start + "remoteserver:".length()).split(" ", 2)[0];
        return address.substring(address.lastIndexOf('/') + 1);
    }

    synchronized void close() throws InterruptedException {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private static final class Ignore implements Watcher {
        @Override
        public void process(WatchedEvent event) {
            // the state is asked for when it matters
        }
    }
}
