package io.arkeeper.systemtest.secrets;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.PodProcess;
import io.arkeeper.cli.kube.Streams;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.release.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** Members that run here, as an API server would tell of them: what {@code doctor} reads, and nothing that it changes. */
public final class PodsAsCluster implements Cluster {

    private final Manifest manifest;
    private final Supplier<List<PodStatus>> pods;
    private final Function<String, String> addresses;

    /**
     * @param manifest what was rendered
     * @param pods how they are
     * @param addresses by pod
     */
    public PodsAsCluster(String manifest, Supplier<List<PodStatus>> pods, Function<String, String> addresses) {
        this.manifest = Manifest.of(manifest);
        this.pods = pods;
        this.addresses = addresses;
    }

    @Override
    public Optional<Tree> get(String path) {
        if (path.contains("/statefulsets?")) {
            return items(
                    manifest.ofKind("StatefulSet").stream().map(Tree::asMap).toList());
        }
        if (path.contains("/pods?")) {
            return items(pods.get().stream().map(PodsAsCluster::pod).toList());
        }
        return Optional.empty();
    }

    private static Optional<Tree> items(List<Map<String, Object>> items) {
        return Optional.of(Tree.of("list", Map.of("items", items)));
    }

    private static Map<String, Object> pod(PodStatus pod) {
        Map<String, Object> container = Map.of(
                "restartCount",
                pod.restarts(),
                "state",
                Map.of("running", Map.of("startedAt", pod.since().toString())));
        return Map.of(
                "metadata",
                Map.of("name", pod.pod(), "creationTimestamp", pod.since().toString()),
                "status",
                Map.of(
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", pod.isReady() ? "True" : "False")),
                        "containerStatuses",
                        List.of(container)));
    }

    @Override
    public HttpGet.Answer ask(PodName pod, int port, String path, Duration timeout) {
        return HttpGet.from(addresses.apply(pod.name()), port, path, timeout);
    }

    @Override
    public Tree post(String path, Map<String, ?> body) {
        throw new UnsupportedOperationException(path);
    }

    @Override
    public Tree patch(String path, Map<String, ?> body) {
        throw new UnsupportedOperationException(path);
    }

    @Override
    public boolean delete(String path) {
        throw new UnsupportedOperationException(path);
    }

    @Override
    public HttpGet.Answer tell(PodName pod, int port, String path, String body, Duration timeout) {
        throw new UnsupportedOperationException(path);
    }

    @Override
    public PodProcess exec(PodName pod, List<String> command) {
        throw new UnsupportedOperationException(command.toString());
    }

    @Override
    public OptionalInt run(PodName pod, List<String> command, Streams streams) {
        throw new UnsupportedOperationException(command.toString());
    }

    @Override
    public void close() {}
}
