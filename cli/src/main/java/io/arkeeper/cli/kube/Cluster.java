package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.release.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A cluster, as far as this program needs one: an API server's paths, and processes and ports of pods.
 *
 * <p>Objects are plain trees: Kubernetes' whole typed model costs more time to load than everything else here.
 */
public interface Cluster extends AutoCloseable {

    /**
     * Reads an object.
     *
     * @param path as in {@code /api/v1/namespaces/default/pods/myzk-zookeeper-0}
     * @throws ClusterFailure where the cluster does not answer or refuses
     */
    Optional<Tree> get(String path);

    /** Reads a list; empty where the cluster does not know the kind. */
    default List<Tree> list(String path) {
        return get(path).map(list -> list.trees("items")).orElse(List.of());
    }

    /** Creates an object, or asks a question that is an object, such as an access review. */
    Tree post(String path, Map<String, ?> body);

    /** Changes the fields that are given (JSON merge patch); {@code null} removes one. */
    Tree patch(String path, Map<String, ?> body);

    /** Deletes an object; {@code false} where there was none. */
    boolean delete(String path);

    /** An HTTP GET from inside a pod's network, by way of the API server. */
    HttpGet.Answer ask(PodName pod, int port, String path, Duration timeout);

    /** An HTTP POST of some text from inside a pod's network; also to what listens on its loopback only. */
    HttpGet.Answer tell(PodName pod, int port, String path, String body, Duration timeout);

    /** Starts a program in a pod's first container. */
    PodProcess exec(PodName pod, List<String> command);

    /**
     * Runs a program in a pod's first container to its end.
     *
     * @return its exit code; empty where the connection to it broke
     * @throws ClusterFailure where it cannot be started
     */
    OptionalInt run(PodName pod, List<String> command, Streams streams) throws InterruptedException;

    @Override
    void close();

    /** Which pod. */
    record PodName(String namespace, String name) {}
}
