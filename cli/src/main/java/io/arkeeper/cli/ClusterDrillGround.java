package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.kube.PodCondition;
import io.arkeeper.cli.kube.PodCondition.Serves;
import io.arkeeper.cli.kube.PodProcess;
import io.arkeeper.cli.kube.PodView;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.MemberView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Pods of a cluster. Clients run in members' pods, so what they measure is not the way to the cluster. */
final class ClusterDrillGround implements DrillGround {

    private static final List<String> CLIENT =
            List.of("/opt/java/bin/java", "@/opt/arkeeper/client.args", "io.arkeeper.member.client.LineClient");

    private final Connection connection;
    private final ReleaseName name;

    ClusterDrillGround(Connection connection, ReleaseName name) {
        this.connection = connection;
        this.name = name;
    }

    @Override
    public Look look() {
        Snapshot now = snapshot();
        return new Look(
                now.conditions().stream()
                        .map(condition -> new Seat(
                                condition.pod(),
                                now.pod(condition.pod()).map(PodView::uid).orElse(""),
                                isReady(condition)))
                        .toList(),
                now.members(),
                now.health());
    }

    private static boolean isReady(PodCondition condition) {
        return condition instanceof Serves;
    }

    @Override
    public LineClient clientOf(String pod) {
        return client(pod, "127.0.0.1:" + snapshot().set().orElseThrow().clientPort());
    }

    @Override
    public LineClient clientOfAll(String host) {
        Snapshot now = snapshot();
        String connect = now.health()
                .leader()
                .flatMap(MemberView::config)
                .map(config -> config.seats().values().stream()
                        .map(seat -> seat.host() + ":" + seat.clientPort())
                        .collect(Collectors.joining(",")))
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.NO_QUORUM, now.health().sentence()));
        return client(host, connect);
    }

    private LineClient client(String pod, String connect) {
        List<String> command = new ArrayList<>(CLIENT);
        command.add(connect);
        command.add(Long.toString(Drill.SESSION.toMillis()));
        PodProcess process = connection.cluster().exec(new PodName(connection.namespace(), pod), command);
        return new LineClient(process.input(), process.output(), () -> ", it ran in " + pod, process::close);
    }

    @Override
    public void delete(List<String> pods) {
        pods.parallelStream().forEach(pod -> connection
                .cluster()
                .delete("/api/v1/namespaces/%s/pods/%s".formatted(connection.namespace(), pod)));
    }

    private Snapshot snapshot() {
        return connection.snapshots(name).progress();
    }
}
