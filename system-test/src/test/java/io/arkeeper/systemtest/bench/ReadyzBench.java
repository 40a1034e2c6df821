package io.arkeeper.systemtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** {@code /readyz} of the leader, asked over a new connection each time as kubelet does, while clients write. */
public final class ReadyzBench {

    private static final int QUESTIONS = 5_000;
    private static final int WARM_UP = 1_000;
    private static final int WRITES_UNDER_WAY = 50;

    private ReadyzBench() {}

    /** Arguments: a member's address and its pid; clients write through the same member. */
    public static void main(String[] arguments) throws Exception {
        String address = arguments[0];
        long pid = Long.parseLong(arguments[1]);
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicLong written = new AtomicLong();
        try (ZooKeeper client = new ZooKeeper(address + ":2181", 10_000, event -> {})) {
            String root = client.create(
                    "/bench-", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
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
            measure(address, WARM_UP);
            long before = written.get();
            long start = System.nanoTime();
            double[] millis = measure(address, QUESTIONS);
            double seconds = (System.nanoTime() - start) / 1e9;
            writing.set(false);
            System.out.println(String.format(
                    Locale.ROOT,
                    "/readyz under %.0f writes/s: p50 %.2f ms, p99 %.2f ms, worst %.2f ms of %d; child processes of the"
                            + " member: %d",
                    (written.get() - before) / seconds,
                    millis[QUESTIONS / 2],
                    millis[QUESTIONS * 99 / 100],
                    millis[QUESTIONS - 1],
                    QUESTIONS,
                    ProcessHandle.of(pid).orElseThrow().children().count()));
        }
    }

    private static void write(ZooKeeper client, String root, AsyncCallback.StringCallback done) {
        client.create(
                root + "/n", new byte[128], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL, done, null);
    }

    private static double[] measure(String address, int questions) throws IOException {
        double[] millis = new double[questions];
        for (int i = 0; i < questions; i++) {
            long start = System.nanoTime();
            try (Socket socket = new Socket(address, 8080)) {
                OutputStream out = socket.getOutputStream();
                out.write("GET /readyz HTTP/1.1\r\nHost: member\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
                out.flush();
                String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
                if (status == null || !status.contains(" 200 ")) {
                    throw new IOException("/readyz answered " + status);
                }
            }
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }
}
