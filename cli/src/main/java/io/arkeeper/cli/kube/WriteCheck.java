package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.Cluster.PodName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Has the stock client in a member's pod create a node that goes with its session: acknowledged means that a majority
 * has it on disk. Nothing stays behind.
 */
public final class WriteCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> CLIENT = List.of("/opt/zookeeper/bin/zkCli.sh", "create", "-e");

    private final Cluster cluster;
    private final String namespace;

    public WriteCheck(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Whether the write was acknowledged. */
    public boolean writeThrough(String pod, String node) {
        List<String> command = new ArrayList<>(CLIENT);
        command.add("/" + node);
        command.add("written-by-arkeeper");
        try (PodProcess client = cluster.exec(new PodName(namespace, pod), command)) {
            String output = new String(client.output().readAllBytes(), StandardCharsets.UTF_8);
            OptionalInt exit = client.exitCode(PATIENCE);
            return output.contains("Created /" + node) || exit.orElse(1) == 0;
        } catch (IOException | ClusterFailure e) {
            return false; // the pod has gone, or its client with it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
