package io.arkeeper.cli;

import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Processes of this machine: SIGTERM deletes one, and the supervisor puts a new one in its place. */
final class LocalDrillGround implements DrillGround {

    private static final Duration PATIENCE_WITH_A_MEMBER = Duration.ofMillis(250);

    private final String name;
    private final Surroundings surroundings;

    LocalDrillGround(String name, Surroundings surroundings) {
        this.name = name;
        this.surroundings = surroundings;
    }

    @Override
    public Look look() {
        Instance now = instance();
        Map<String, MemberView> members = Members.ask(now, PATIENCE_WITH_A_MEMBER);
        return new Look(
                now.pods().stream().map(LocalDrillGround::seat).toList(),
                members,
                EnsembleHealth.of(members.values(), now.servers()));
    }

    private static Seat seat(PodStatus pod) {
        return new Seat(pod.pod(), pod.process().map(ProcessId::toString).orElse(""), pod.isReady());
    }

    @Override
    public LineClient clientOf(String pod) {
        Instance now = instance();
        String address = now.pods().stream()
                .filter(status -> status.pod().equals(pod))
                .map(PodStatus::address)
                .findFirst()
                .orElseThrow();
        return client(address + ":" + now.port(Instance.CLIENT));
    }

    @Override
    public LineClient clientOfAll(String host) {
        return client(instance().connectString());
    }

    private LineClient client(String connect) {
        try {
            return LineClient.start(
                    surroundings.installation().member(), surroundings.state().of(name), connect, Drill.SESSION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(List<String> pods) {
        instance().pods().stream().filter(pod -> pods.contains(pod.pod())).forEach(pod -> pod.process()
                .ifPresent(ProcessId::terminate));
    }

    private Instance instance() {
        return surroundings.state().instance(name).orElseThrow();
    }
}
