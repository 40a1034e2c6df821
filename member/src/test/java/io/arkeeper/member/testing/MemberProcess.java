package io.arkeeper.member.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The member {@code zk-0} as a process of its own, alone in its ensemble, at 127.0.77.1. */
public final class MemberProcess implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String ADDRESS = "127.0.77.1";

    private final Process process;
    private final Path log;

    private MemberProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param config files beside member.properties, by their names
     * @param properties further lines of member.properties
     */
    public static MemberProcess start(
            Path root, Map<String, String> environment, Map<String, String> config, String properties)
            throws IOException {
        Path directory = Files.createDirectories(root.resolve("config"));
        Files.writeString(directory.resolve("member.properties"), "service=zk-headless\ntickTimeMs=500\n" + properties);
        Files.writeString(directory.resolve("ensemble.properties"), "servers=1\n");
        for (Map.Entry<String, String> file : config.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        Path log = Files.createTempFile(root, "member", ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Djdk.net.hosts.file=" + System.getProperty("jdk.net.hosts.file"),
                        "-Djava.security.properties=" + System.getProperty("java.security.properties"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ARKEEPER_"));
        builder.environment()
                .putAll(Map.of(
                        "ARKEEPER_POD_NAME",
                        "zk-0",
                        "ARKEEPER_NAMESPACE",
                        "test",
                        "ARKEEPER_CONFIG",
                        directory.toString(),
                        "ARKEEPER_DATA",
                        root.resolve("data").toString(),
                        "ARKEEPER_BIND_ADDRESS",
                        ADDRESS));
        builder.environment().putAll(environment);
        return new MemberProcess(builder.start(), log);
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    public MemberProcess awaitReady() {
        await().atMost(DEADLINE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError(log());
            }
            return get(8080, "/readyz").statusCode() == 200;
        });
        return this;
    }

    /** What it says of itself. */
    public String report() throws IOException, InterruptedException {
        return get(8081, "/api/v1/member").body();
    }

    /** Each answer to whoever asks it, and what the system tells of its process. */
    public Map<String, String> everythingItSays() throws IOException, InterruptedException {
        Map<String, String> said = new LinkedHashMap<>();
        for (String path : List.of("/metrics", "/readyz", "/api/v1/member", "/api/v1/ensemble")) {
            said.put(path, get(8080, path).body());
        }
        for (String path : List.of("/api/v1/member", "/api/v1/ensemble", "/threads", "/disk", "/log-level")) {
            said.put("controlPort" + path, get(8081, path).body());
        }
        for (String file : List.of("cmdline", "environ", "maps")) {
            said.put(file, Files.readString(Path.of("/proc", Long.toString(process.pid()), file), ISO_8859_1));
        }
        said.put("log", log());
        return said;
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(ADDRESS, port, path)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** The code it ends with by itself. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
