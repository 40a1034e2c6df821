package io.arkeeper.member.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.slf4j.LoggerFactory;

/**
 * Reads one request per line from stdin and answers each with one line of JSON on stdout.
 *
 * <pre>
 *   create PATH DATA | set PATH DATA | get PATH | exists PATH | sync PATH | quit
 *   write-start PREFIX | write-progress | write-stop    steady writes below PREFIX, which must exist
 *   check PREFIX N                                      whether the first N steady writes are there
 *   deleteall PATH                                      the node and all below it, as zkCli's command of that name
 * </pre>
 *
 * <p>It exists because the CLI must measure what the stock client sees without carrying ZooKeeper on its class path.
 */
public final class LineClient {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int CHECKED_AT_ONCE = 500;

    private final StockClient client;
    private final StockClient writerClient;
    private SteadyWriter writer;

    private LineClient(String servers, Duration sessionTimeout, ZKClientConfig config) {
        this.client = new StockClient(servers, sessionTimeout, config);
        this.writerClient = new StockClient(servers, sessionTimeout, config);
    }

    /** Usage: {@code LineClient CONNECT_STRING [SESSION_TIMEOUT_MS]}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF); // stdout is for answers
        if (arguments.length < 1) {
            System.err.println("usage: LineClient CONNECT_STRING [SESSION_TIMEOUT_MS]");
            System.exit(2);
        }
        Duration timeout = arguments.length > 1 ? Duration.ofMillis(Long.parseLong(arguments[1])) : SESSION_TIMEOUT;
        ZKClientConfig config = new ZKClientConfig();
        ClientUser.addTo(config, System.getenv()); // in a member's pod: one of its users
        new LineClient(arguments[0], timeout, config).serve(System.out);
    }

    private void serve(PrintStream out) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null && !line.equals("quit"); line = lines.readLine()) {
            out.println(answer(line).line());
            out.flush();
        }
        client.close();
        writerClient.close();
    }

    private Reply answer(String line) throws InterruptedException {
        String[] words = line.split(" ", 3);
        long start = System.nanoTime();
        try {
            Reply reply = carryOut(words);
            return reply.with("ms", millisSince(start)).with("server", client.server());
        } catch (KeeperException e) {
            return Reply.failed(words[0], name(e)).with("ms", millisSince(start));
        } catch (IOException e) {
            return Reply.failed(words[0], e.toString());
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
            return Reply.failed(words[0], "not understood: '" + line + "'");
        }
    }

    private static String name(KeeperException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }

    private Reply carryOut(String[] words) throws KeeperException, InterruptedException, IOException {
        return switch (words[0]) {
            case "create" -> create(words[1], words.length > 2 ? words[2] : "");
            case "set" -> set(words[1], words[2]);
            case "get" -> get(words[1]);
            case "exists" -> exists(words[1]);
            case "sync" -> sync(words[1]);
            case "write-start" -> startWriting(words[1]);
            case "write-progress", "write-stop" -> writing(words[0]);
            case "deleteall" -> deleteAll(words[1]);
            case "check" -> check(words[1], Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private Reply create(String path, String data) throws KeeperException, InterruptedException, IOException {
        client.call(zk -> zk.create(path, data.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        return Reply.ok("create").with("path", path);
    }

    private Reply set(String path, String data) throws KeeperException, InterruptedException, IOException {
        Stat stat = client.call(zk -> zk.setData(path, data.getBytes(UTF_8), -1));
        return Reply.ok("set").with("path", path).with("zxid", hex(stat.getMzxid()));
    }

    private Reply get(String path) throws KeeperException, InterruptedException, IOException {
        Stat stat = new Stat();
        byte[] data = client.call(zk -> zk.getData(path, false, stat));
        return Reply.ok("get")
                .with("path", path)
                .with("data", data == null ? "" : new String(data, UTF_8))
                .with("zxid", hex(stat.getMzxid()));
    }

    private Reply exists(String path) throws KeeperException, InterruptedException, IOException {
        return Reply.ok("exists").with("path", path).with("exists", client.call(zk -> zk.exists(path, false)) != null);
    }

    private Reply sync(String path) throws KeeperException, InterruptedException, IOException {
        client.call(zk -> {
            SynchronousQueue<Integer> result = new SynchronousQueue<>();
            zk.sync(path, (code, same, context) -> put(result, code), null);
            int code = result.take();
            if (code != KeeperException.Code.OK.intValue()) {
                throw KeeperException.create(KeeperException.Code.get(code), path);
            }
            return code;
        });
        return Reply.ok("sync").with("path", path);
    }

    private Reply startWriting(String prefix) {
        writer = new SteadyWriter(writerClient, prefix);
        writer.start();
        return Reply.ok("write-start").with("prefix", prefix);
    }

    private Reply writing(String request) throws InterruptedException {
        if (writer == null) {
            return Reply.failed(request, "nothing was started");
        }
        return request.equals("write-stop") ? writer.stop() : writer.progress();
    }

    private static String hex(long zxid) {
        return "0x" + Long.toHexString(zxid);
    }

    private static double millisSince(long startNanos) {
        return Math.round((System.nanoTime() - startNanos) / 10_000.0) / 100.0;
    }

    private static void put(SynchronousQueue<Integer> queue, int code) {
        try {
            queue.put(code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply check(String prefix, int expected) throws KeeperException, InterruptedException, IOException {
        List<String> missing = new ArrayList<>();
        for (int first = 1; first <= expected; first += CHECKED_AT_ONCE) {
            List<String> paths = IntStream.range(first, Math.min(first + CHECKED_AT_ONCE, expected + 1))
                    .mapToObj(number -> SteadyWriter.path(prefix, number))
                    .toList();
            missing.addAll(client.callPersistently(zk -> missing(zk, paths), PATIENCE));
        }
        return Reply.ok("check").with("expected", expected).with("missing", missing);
    }

    private Reply deleteAll(String path) throws KeeperException, InterruptedException, IOException {
        boolean gone = client.callPersistently(zk -> ZKUtil.deleteRecursive(zk, path, CHECKED_AT_ONCE), PATIENCE);
        return gone ? Reply.ok("deleteall").with("path", path) : Reply.failed("deleteall", "not all could be deleted");
    }

    private static List<String> missing(ZooKeeper zk, List<String> paths) throws KeeperException, InterruptedException {
        Map<String, Code> codes = new ConcurrentHashMap<>();
        CountDownLatch answered = new CountDownLatch(paths.size());
        for (String path : paths) {
            zk.exists(
                    path,
                    false,
                    (code, same, context, stat) -> {
                        codes.put(same, Code.get(code));
                        answered.countDown();
                    },
                    null);
        }
        answered.await();
        for (Map.Entry<String, Code> code : codes.entrySet()) {
            if (code.getValue() != Code.OK && code.getValue() != Code.NONODE) {
                throw KeeperException.create(code.getValue(), code.getKey());
            }
        }
        return paths.stream().filter(path -> codes.get(path) == Code.NONODE).toList();
    }
}
