package io.arkeeper.systemtest.soak;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** A client that looks again and again at which ephemeral znodes are there, until it is stopped. */
final class EphemeralWatch implements Runnable {

    private static final int SESSION_MILLIS = 4_000;
    private static final int LOOKS_EVERY_MILLIS = 200;
    private static final int BITS_OF_A_COUNTER = 32; // the others of a zxid are the leader's epoch

    private final Supplier<String> servers;
    private final String root;
    private final History history;
    private final CountDownLatch stop;
    private final EphemeralCheck check = new EphemeralCheck();

    /**
     * @param servers what to connect to, asked for each session
     * @param root below which {@code alive} and {@code watch} exist
     */
    EphemeralWatch(Supplier<String> servers, String root, History history, CountDownLatch stop) {
        this.servers = servers;
        this.root = root;
        this.history = history;
        this.stop = stop;
    }

    @Override
    public void run() {
        while (stop.getCount() > 0) {
            try (ZooKeeper session = new ZooKeeper(servers.get(), SESSION_MILLIS, event -> {})) {
                while (!stop.await(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    check.violations(look(session), history.endedEphemerals()).forEach(history::surprise);
                }
            } catch (KeeperException | IOException e) {
                // the next turn opens a new session; the time until its first look does not count
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A write of one's own goes through the quorum, and what one asks afterwards is answered after it. */
    private EphemeralCheck.Look look(ZooKeeper session) throws KeeperException, InterruptedException {
        String parent = root + "/alive";
        long begin = System.nanoTime();
        long zxid = session.setData(root + "/watch", new byte[0], -1).getMzxid();
        Set<String> found = session.getChildren(parent, false).stream()
                .map(child -> parent + "/" + child)
                .collect(Collectors.toSet());
        return new EphemeralCheck.Look(begin, System.nanoTime(), zxid >>> BITS_OF_A_COUNTER, found);
    }

    /** How many were seen to be gone, after {@link #run()}. */
    long gone() {
        return check.gone();
    }
}
