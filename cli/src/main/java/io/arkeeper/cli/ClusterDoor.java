package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.local.HttpGet;
import java.time.Duration;
import java.util.List;

/** To pods, by port-forward through the API server: that reaches a pod's loopback, and Kubernetes' permissions guard it. */
record ClusterDoor(Connection connection, List<String> pods, int httpPort) implements MemberDoor {

    private static final Duration TO_DECIDE = Duration.ofMinutes(10); // it reads its disk once more

    @Override
    public HttpGet.Answer ask(String pod, String path, Duration patience) {
        return connection
                .cluster()
                .ask(name(pod), httpPort, path, patience)
                .orInside(port -> askInside(pod, port, path, patience));
    }

    @Override
    public HttpGet.Answer askInside(String pod, int controlPort, String path, Duration patience) {
        return connection.cluster().ask(name(pod), controlPort, path, patience);
    }

    @Override
    public HttpGet.Answer tell(String pod, int controlPort, String path, String body) {
        return connection.cluster().tell(name(pod), controlPort, path, body, TO_DECIDE);
    }

    private PodName name(String pod) {
        return new PodName(connection.namespace(), pod);
    }

    @Override
    public String options() {
        return connection.options();
    }

    @Override
    public void close() {
        connection.close();
    }
}
