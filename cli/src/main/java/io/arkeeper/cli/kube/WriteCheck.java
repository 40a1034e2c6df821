package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.local.HttpGet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Has the stock client in a member's pod create a node that goes with its session: acknowledged means that a majority
 * has it on disk. Nothing stays behind.
 */
public final class WriteCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> CLIENT = List.of("/opt/zookeeper/bin/zkCli.sh", "create", "-e");

    private static final int UNKNOWN_PATH = 404;

    private final Cluster cluster;
    private final String namespace;

    public WriteCheck(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /**
     * Whether a write was acknowledged. The member is asked to make it, who may write whoever else may; only one of an earlier
     * version, which does not know how, has it made by a client beside it.
     */
    public boolean writeThrough(String pod, Optional<Integer> controlPort, String node) {
        Optional<HttpGet.Answer> answer =
                controlPort.map(port -> cluster.tell(new PodName(namespace, pod), port, "/write", "", PATIENCE));
        boolean unknown = answer.isEmpty() || answer.get().status() == UNKNOWN_PATH;
        return unknown ? writeBeside(pod, node) : answer.get().isSuccess();
    }

    private boolean writeBeside(String pod, String node) {
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
