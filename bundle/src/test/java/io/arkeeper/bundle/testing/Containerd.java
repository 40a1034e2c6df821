package io.arkeeper.bundle.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A containerd of our own, with its own images; it needs root, as every containerd does. */
public final class Containerd implements AutoCloseable {

    private final Process process;
    private final Path home;
    private final Path socket;
    private final Tool ctr;

    private Containerd(Process process, Path home, Path socket, Tool ctr) {
        this.process = process;
        this.home = home;
        this.socket = socket;
        this.ctr = ctr;
    }

    /** @param directory short, because the path of a socket has at most 107 characters */
    public static Containerd start(Path directory) throws IOException {
        Tool tool = Tool.require("containerd");
        Tool ctr = Tool.require("ctr");
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "SKIPPED: containerd needs root; run the tests as root");
        Path home = Files.createDirectories(directory);
        Path socket = home.resolve("c.sock");
        Path config = Files.writeString(
                home.resolve("config.toml"), """
                version = 2
                root = "%s"
                state = "%s"
                disabled_plugins = ["io.containerd.grpc.v1.cri"]
                [grpc]
                  address = "%s"
                """.formatted(home.resolve("root"), home.resolve("state"), socket));
        Process process = tool.builder(home, Map.of(), "--config", config.toString())
                .redirectOutput(home.resolve("containerd.log").toFile())
                .start();
        Containerd containerd = new Containerd(process, home, socket, ctr);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> containerd.run("version").exitCode() == 0);
        return containerd;
    }

    public Path socket() {
        return socket;
    }

    /** Runs {@code ctr} in the namespace of Kubernetes and expects success. */
    public String ctr(String... arguments) throws IOException, InterruptedException {
        Tool.Result result = run(arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError(
                    "ctr %s ended with %d: %s".formatted(List.of(arguments), result.exitCode(), result.output()));
        }
        return result.output();
    }

    private Tool.Result run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--address", socket.toString(), "--namespace", "k8s.io"));
        all.addAll(List.of(arguments));
        return ctr.run(home, Map.of(), all.toArray(String[]::new));
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
