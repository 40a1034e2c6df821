package io.arkeeper.bundle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A registry in memory that can be told to misbehave; it answers as distribution 2.8 does, unless told otherwise. */
public final class FakeRegistry implements AutoCloseable {

    /** Does what it wants with a request; says whether that was all. */
    @FunctionalInterface
    public interface Trick {
        boolean play(HttpExchange exchange) throws IOException;
    }

    private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/([0-9]*)");
    private static final Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/(sha256:[0-9a-f]{64})");
    private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/(.+)");

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> blobs = new TreeMap<>();
    private final Map<String, byte[]> manifests = new TreeMap<>();
    private final Map<String, String> mediaTypes = new HashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private Optional<String> authorization = Optional.empty();
    private String challenge = "";
    private boolean keepsPiecesCutInTheMiddle = true;
    private Trick trick = exchange -> false;
    private int uploadCount;

    public FakeRegistry() throws IOException {
        this(Optional.empty());
    }

    public FakeRegistry(Optional<SSLContext> tls) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls.isPresent()) {
            HttpsServer https = HttpsServer.create(anyPort, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
            server = https;
        } else {
            server = HttpServer.create(anyPort, 0);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public synchronized void demand(String newChallenge, String header) {
        challenge = newChallenge;
        authorization = Optional.of(header);
    }

    public synchronized void play(Trick newTrick) {
        trick = newTrick;
    }

    public synchronized void forgetsPiecesCutInTheMiddle() {
        keepsPiecesCutInTheMiddle = false;
    }

    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    public synchronized void clearRequests() {
        requests.clear();
    }

    public synchronized Optional<byte[]> blob(String repository, Digest digest) {
        return Optional.ofNullable(blobs.get(repository + "@" + digest));
    }

    public synchronized void putBlob(String repository, byte[] bytes) {
        blobs.put(repository + "@" + Digest.of(bytes), bytes.clone());
    }

    /** Gives it an image as if somebody had pushed it. */
    public synchronized void put(String repository, String tag, SampleImage image) throws IOException {
        putManifest(repository, tag, image.index(), image.blobs().read(image.index()));
        for (Descriptor each : image.manifests()) {
            byte[] bytes = image.blobs().read(each);
            putManifest(repository, each.digest().toString(), each, bytes);
            Manifest manifest = Manifest.read("manifest", bytes);
            putBlob(repository, image.blobs().read(manifest.config()));
            for (Descriptor layer : manifest.layers()) {
                putBlob(repository, image.blobs().read(layer));
            }
        }
    }

    private void putManifest(String repository, String reference, Descriptor descriptor, byte[] bytes) {
        manifests.put(repository + ":" + reference, bytes);
        manifests.put(repository + ":" + descriptor.digest(), bytes);
        mediaTypes.put(
                repository + ":" + descriptor.digest(), descriptor.mediaType().name());
    }

    public synchronized void dropBlob(String repository, Digest digest) {
        blobs.remove(repository + "@" + digest);
    }

    public synchronized Optional<byte[]> manifest(String repository, String reference) {
        return Optional.ofNullable(manifests.get(repository + ":" + reference));
    }

    /** Bytes of uploads that are under way. */
    public synchronized int pendingBytes() {
        return uploads.values().stream().mapToInt(ByteArrayOutputStream::size).sum();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Trick current;
            synchronized (this) {
                requests.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().getPath());
                current = trick;
            }
            if (current.play(exchange)) {
                return;
            }
            if (authorization.isPresent()
                    && !authorization.get().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
                answer(
                        exchange,
                        401,
                        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}");
                return;
            }
            serve(exchange);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher upload = UPLOAD.matcher(path);
        Matcher blob = BLOB.matcher(path);
        Matcher manifest = MANIFEST.matcher(path);
        if (upload.matches()) {
            upload(exchange, upload.group(1), upload.group(2));
        } else if (blob.matches()) {
            get(exchange, find(blobs, blob.group(1) + "@" + blob.group(2)), "application/octet-stream");
        } else if (manifest.matches()) {
            manifest(exchange, manifest.group(1), manifest.group(2));
        } else {
            answer(exchange, 404, "");
        }
    }

    private synchronized Optional<byte[]> find(Map<String, byte[]> among, String key) {
        return Optional.ofNullable(among.get(key));
    }

    private void upload(HttpExchange exchange, String repository, String id) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> begin(exchange, repository);
            case "GET" -> {
                ByteArrayOutputStream upload = uploadOf(id);
                if (upload == null) {
                    answer(exchange, 404, "");
                } else {
                    goOn(exchange, repository, id, upload, 204);
                }
            }
            case "PATCH" -> patch(exchange, repository, id);
            case "PUT" -> finish(exchange, repository, id);
            default -> answer(exchange, 405, "");
        }
    }

    private synchronized ByteArrayOutputStream uploadOf(String id) {
        return uploads.get(id);
    }

    private synchronized void begin(HttpExchange exchange, String repository) throws IOException {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        Matcher mount = Pattern.compile("mount=(sha256:[0-9a-f]+)&from=(.+)").matcher(query);
        if (mount.matches() && blobs.containsKey(mount.group(2) + "@" + mount.group(1))) {
            blobs.put(repository + "@" + mount.group(1), blobs.get(mount.group(2) + "@" + mount.group(1)));
            answer(exchange, 201, "");
            return;
        }
        String id = String.valueOf(++uploadCount);
        uploads.put(id, new ByteArrayOutputStream());
        goOn(exchange, repository, id, uploads.get(id), 202);
    }

    private void patch(HttpExchange exchange, String repository, String id) throws IOException {
        ByteArrayOutputStream upload = uploadOf(id);
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        if (upload == null || !range.startsWith(upload.size() + "-")) {
            answer(exchange, upload == null ? 404 : 416, "");
            return;
        }
        receive(exchange, id, upload);
        goOn(exchange, repository, id, upload, 202);
    }

    private void receive(HttpExchange exchange, String id, ByteArrayOutputStream upload) throws IOException {
        try {
            exchange.getRequestBody().transferTo(upload);
        } catch (IOException e) {
            synchronized (this) {
                if (!keepsPiecesCutInTheMiddle) {
                    uploads.remove(id);
                }
            }
            throw e;
        }
    }

    private void finish(HttpExchange exchange, String repository, String id) throws IOException {
        ByteArrayOutputStream upload = uploadOf(id);
        if (upload == null) {
            answer(exchange, 404, "");
            return;
        }
        receive(exchange, id, upload);
        String digest = exchange.getRequestURI().getQuery().replaceFirst("^.*digest=", "");
        synchronized (this) {
            uploads.remove(id);
            if (!Digest.of(upload.toByteArray()).toString().equals(digest)) {
                answer(
                        exchange,
                        400,
                        "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"provided digest did not match uploaded content\"}]}");
                return;
            }
            blobs.put(repository + "@" + digest, upload.toByteArray());
        }
        answer(exchange, 201, "");
    }

    private void goOn(HttpExchange exchange, String repository, String id, ByteArrayOutputStream upload, int status)
            throws IOException {
        exchange.getResponseHeaders().add("Location", "/v2/%s/blobs/uploads/%s?_state=x".formatted(repository, id));
        exchange.getResponseHeaders().add("Range", "0-" + Math.max(0, upload.size() - 1));
        answer(exchange, status, "");
    }

    private void manifest(HttpExchange exchange, String repository, String reference) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            synchronized (this) {
                manifests.put(repository + ":" + reference, bytes);
                manifests.put(repository + ":" + Digest.of(bytes), bytes);
                mediaTypes.put(
                        repository + ":" + Digest.of(bytes),
                        exchange.getRequestHeaders().getFirst("Content-Type"));
            }
            answer(exchange, 201, "");
            return;
        }
        Optional<byte[]> found = find(manifests, repository + ":" + reference);
        get(
                exchange,
                found,
                found.map(bytes -> mediaTypes.get(repository + ":" + Digest.of(bytes)))
                        .orElse(""));
    }

    private static void get(HttpExchange exchange, Optional<byte[]> found, String mediaType) throws IOException {
        if (found.isEmpty()) {
            answer(exchange, 404, "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"unknown\"}]}");
            return;
        }
        byte[] bytes = found.get();
        exchange.getResponseHeaders().add("Content-Type", mediaType);
        exchange.getResponseHeaders()
                .add("Docker-Content-Digest", Digest.of(bytes).toString());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Answers with a status and a body. */
    public static boolean answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(UTF_8);
        boolean bodiless = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
        if (!bodiless) {
            exchange.getResponseBody().write(bytes);
        }
        return true;
    }

    /** Answers the next requests that match with these statuses, then behaves. */
    public static Trick answering(String requestPattern, Integer... statuses) {
        List<Integer> left = new ArrayList<>(Arrays.asList(statuses));
        return exchange -> {
            int status;
            synchronized (left) {
                if (left.isEmpty()
                        || !(exchange.getRequestMethod() + " "
                                        + exchange.getRequestURI().getPath())
                                .matches(requestPattern)) {
                    return false;
                }
                status = left.removeFirst();
            }
            return answer(exchange, status, "");
        };
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
