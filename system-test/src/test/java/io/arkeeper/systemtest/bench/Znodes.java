package io.arkeeper.systemtest.bench;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Fills an ensemble with znodes of 1 KiB. */
final class Znodes {

    private static final int PER_PARENT = 10_000;
    private static final int IN_FLIGHT = 500;
    private static final byte[] KIBIBYTE = new byte[1024];

    private final ZooKeeper client;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final AtomicReference<Code> failure = new AtomicReference<>();

    Znodes(ZooKeeper client) {
        this.client = client;
    }

    void create(int count) throws KeeperException, InterruptedException {
        for (int number = 0; number < count && failure.get() == null; number++) {
            String parent = "/p" + number / PER_PARENT;
            if (number % PER_PARENT == 0) {
                createParent(parent);
            }
            inFlight.acquire();
            begin(parent + "/n" + number, false);
        }
        inFlight.acquire(IN_FLIGHT);
        if (failure.get() != null) {
            throw KeeperException.create(failure.get());
        }
    }

    private void createParent(String path) throws KeeperException, InterruptedException {
        while (true) {
            try {
                client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                return;
            } catch (KeeperException.ConnectionLossException e) {
                Server.pause();
            } catch (KeeperException.NodeExistsException e) {
                return; // an earlier try whose answer was lost
            }
        }
    }

    private void begin(String path, boolean again) {
        client.create(
                path,
                KIBIBYTE,
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT,
                (number, of, context, name) -> {
                    Code code = Code.get(number);
                    if (code == Code.CONNECTIONLOSS) {
                        begin(path, true);
                        return;
                    }
                    if (code != Code.OK && !(again && code == Code.NODEEXISTS)) {
                        failure.set(code);
                    }
                    inFlight.release();
                },
                null);
    }
}
