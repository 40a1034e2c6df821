package io.arkeeper.systemtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * {@code /readyz} of the leader, asked over a new connection each time as kubelet does, while clients write; ZooKeeper's
 * own {@code srvr} in turn with it, as the peer.
 *
 * <p>The first load is steady and leaves the machine some room. The second keeps {@value #WRITES_UNDER_WAY} writes under
 * way: it takes every processor there is, so what is measured is how long a question waits for one.
 */
public final class ReadyzBench {

    private static final int QUESTIONS = 5_000;
    private static final int WARM_UP =
            20_000; // the just-in-time compilers of four JVMs take the processors before that
    private static final int STEADY_WRITES_PER_SECOND = 500;
    private static final int WRITES_UNDER_WAY = 50;
    private static final long TICK_MILLIS = 10;

    private final String address;
    private final AtomicLong written = new AtomicLong();

    private ReadyzBench(String address) {
        this.address = address;
    }

    /** Arguments: a member's address and its pid; clients write through the same member. */
    public static void main(String[] arguments) throws Exception {
        new ReadyzBench(arguments[0]).run();
        System.out.printf(
                "child processes of the member: %d%n",
                ProcessHandle.of(Long.parseLong(arguments[1]))
                        .orElseThrow()
                        .children()
                        .count());
    }

    private void run() throws Exception {
        try (ZooKeeper client = new ZooKeeper(address + ":2181", 10_000, event -> {})) {
            String root = client.create(
                    "/bench-", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
            try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
                AsyncCallback.StringCallback count = (code, path, context, name) -> written.incrementAndGet();
                ScheduledFuture<?> writes = clock.scheduleAtFixedRate(
                        () -> {
                            for (int i = 0; i < STEADY_WRITES_PER_SECOND * TICK_MILLIS / 1_000; i++) {
                                write(client, root, count);
                            }
                        },
                        0,
                        TICK_MILLIS,
                        TimeUnit.MILLISECONDS);
                ask("steady");
                writes.cancel(false);
            }
            AtomicBoolean writing = new AtomicBoolean(true);
            AsyncCallback.StringCallback[] next = new AsyncCallback.StringCallback[1];
            next[0] = (code, path, context, name) -> {
                written.incrementAndGet();
                if (writing.get()) {
                    write(client, root, next[0]);
                }
            };
            for (int i = 0; i < WRITES_UNDER_WAY; i++) {
                write(client, root, next[0]);
            }
            ask("as many as it takes");
            writing.set(false);
        }
    }

    private static void write(ZooKeeper client, String root, AsyncCallback.StringCallback done) {
        client.create(
                root + "/n", new byte[128], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL, done, null);
    }

    private void ask(String load) throws IOException {
        double[] readyz = new double[QUESTIONS];
        double[] srvr = new double[QUESTIONS];
        for (int i = 0; i < WARM_UP; i++) {
            readyz();
            srvr();
        }
        long before = written.get();
        long start = System.nanoTime();
        for (int i = 0; i < QUESTIONS; i++) {
            readyz[i] = readyz();
            srvr[i] = srvr();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = (written.get() - before) / seconds;
        print("/readyz", load, rate, readyz);
        print("srvr", load, rate, srvr);
    }

    private static void print(String what, String load, double rate, double[] millis) {
        Arrays.sort(millis);
        System.out.println(String.format(
                Locale.ROOT,
                "%-7s under %.0f writes/s (%s): p50 %.2f ms, p99 %.2f ms, worst %.2f ms of %d",
                what,
                rate,
                load,
                millis[QUESTIONS / 2],
                millis[QUESTIONS * 99 / 100],
                millis[QUESTIONS - 1],
                QUESTIONS));
    }

    private double readyz() throws IOException {
        return question(8080, "GET /readyz HTTP/1.1\r\nHost: member\r\nConnection: close\r\n\r\n", " 200 ");
    }

    private double srvr() throws IOException {
        return question(2181, "srvr", "Zookeeper version");
    }

    private double question(int port, String words, String expected) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(address, port)) {
            OutputStream out = socket.getOutputStream();
            out.write(words.getBytes(UTF_8));
            out.flush();
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            if (line == null || !line.contains(expected)) {
                throw new IOException("port %d answered %s".formatted(port, line));
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
