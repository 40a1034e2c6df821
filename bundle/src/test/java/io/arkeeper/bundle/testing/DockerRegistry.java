package io.arkeeper.bundle.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** Debian's docker-registry, the one most private registries descend from, on a loopback port. */
public final class DockerRegistry implements AutoCloseable {

    private final Process process;
    private final int port;

    private DockerRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static DockerRegistry start(Path directory) throws IOException {
        Tool tool = Tool.require("docker-registry");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path home = Files.createDirectories(directory);
        Path config = Files.writeString(home.resolve("registry.yaml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d", secret: for-tests-only}
                """.formatted(home.resolve("data"), port));
        Process process = tool.builder(home, Map.of(), "serve", config.toString())
                .redirectOutput(home.resolve("registry.log").toFile())
                .start();
        DockerRegistry registry = new DockerRegistry(process, port);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(registry::answers);
        return registry;
    }

    public String host() {
        return "127.0.0.1:" + port;
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://%s/v2/".formatted(host())).toURL().openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
