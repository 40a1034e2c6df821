package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.release.Tree;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks the leader what it does about the membership right now. */
final class MembershipStepReader {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String ENSEMBLE = "/api/v1/ensemble";

    private MembershipStepReader() {}

    /** Its sentence; empty where nobody leads, or the leader does not answer. */
    static Optional<String> of(Connection connection, Snapshot now) {
        return now.health().leader().flatMap(leader -> {
            PodName pod = new PodName(connection.namespace(), leader.name());
            int port = now.set().orElseThrow().httpPort();
            HttpGet.Answer answer = connection
                    .cluster()
                    .ask(pod, port, ENSEMBLE, PATIENCE)
                    .orInside(inside -> connection.cluster().ask(pod, inside, ENSEMBLE, PATIENCE));
            return answer.isSuccess() ? reason(answer.body()) : Optional.empty();
        });
    }

    private static Optional<String> reason(String json) {
        try {
            return Tree.of("ensemble", JSON.std.mapFrom(json)).tree("step").text("reason");
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
