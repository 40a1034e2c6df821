package io.arkeeper.member.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.client.ZKClientConfig;
import org.slf4j.LoggerFactory;

/**
 * Writes a node as a client and reads it back in another session: what {@code helm test} runs.
 *
 * <p>It goes on trying until its time is up, because a test right after an installation meets members that still start.
 */
public final class WriteAndRead {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final String servers;
    private final String path;
    private final String value;
    private final ZKClientConfig config;

    WriteAndRead(String servers, String path, String value) {
        this(servers, path, value, new ZKClientConfig());
    }

    WriteAndRead(String servers, String path, String value, ZKClientConfig config) {
        this.config = config;
        this.servers = servers;
        this.path = path;
        this.value = value;
    }

    /**
     * Usage: {@code WriteAndRead CONNECT_STRING [SECONDS]}, with TLS where {@code ARKEEPER_TLS} names a Secret, and as a user
     * where {@code ARKEEPER_AUTH_USERS} does.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF); // the last line says it all
        if (arguments.length < 1) {
            System.err.println("usage: WriteAndRead CONNECT_STRING [SECONDS]");
            System.exit(2);
        }
        Duration within = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 60);
        String unique = UUID.randomUUID().toString();
        ZKClientConfig config = ClientTls.config(System.getenv());
        ClientUser.addTo(config, System.getenv());
        WriteAndRead test = new WriteAndRead(arguments[0], "/arkeeper-test-" + unique, unique, config);
        System.exit(test.tryFor(within) ? 0 : 1);
    }

    boolean tryFor(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        String problem;
        do {
            try {
                System.out.println(once());
                return true;
            } catch (KeeperException | IOException | IllegalStateException e) {
                problem = e.getMessage();
            }
            Thread.sleep(BETWEEN_TRIES);
        } while (System.nanoTime() < deadline);
        System.out.printf("%s: not written and read within %ds: %s%n", servers, within.toSeconds(), problem);
        return false;
    }

    /** The sentence of success; each failure is an exception. */
    String once() throws KeeperException, IOException, InterruptedException {
        String writtenTo = write();
        try {
            return "%s: wrote %s through %s, read it through %s, and deleted it"
                    .formatted(servers, path, writtenTo, read());
        } finally {
            delete();
        }
    }

    private String write() throws KeeperException, IOException, InterruptedException {
        StockClient client = new StockClient(servers, SESSION_TIMEOUT, config);
        try {
            client.call(zk -> create(zk, path, value));
            return client.server();
        } finally {
            client.close();
        }
    }

    private static String create(org.apache.zookeeper.ZooKeeper zk, String path, String value)
            throws KeeperException, InterruptedException {
        try {
            return zk.create(path, value.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException e) {
            return path; // an earlier attempt was carried out and only its answer was lost
        }
    }

    private String read() throws KeeperException, IOException, InterruptedException {
        StockClient client = new StockClient(servers, SESSION_TIMEOUT, config);
        try {
            client.call(zk -> {
                zk.sync(
                        path,
                        (code, same, context) -> {},
                        null); // this member may be behind the one that was written to
                return zk;
            });
            String found = new String(client.call(zk -> zk.getData(path, false, null)), UTF_8);
            if (!found.equals(value)) {
                throw new IllegalStateException("%s is %s, expected %s".formatted(path, found, value));
            }
            return client.server();
        } finally {
            client.close();
        }
    }

    private void delete() throws KeeperException, IOException, InterruptedException {
        StockClient client = new StockClient(servers, SESSION_TIMEOUT, config);
        try {
            client.call(zk -> {
                zk.delete(path, -1);
                return path;
            });
        } catch (KeeperException.NoNodeException e) {
            // an earlier attempt was carried out
        } finally {
            client.close();
        }
    }
}
