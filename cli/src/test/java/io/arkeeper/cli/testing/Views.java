package io.arkeeper.cli.testing;

import io.arkeeper.cli.local.MemberView;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import java.time.Instant;
import java.util.Optional;

/** What members of {@code myzk} say of themselves. */
public final class Views {

    private Views() {}

    public static MemberView leads(int id, int voters) {
        return leads(id, voters, 1);
    }

    public static MemberView leads(int id, int voters, long epoch) {
        return view(id, voters, true, "leader", "leads %d voters in epoch %d".formatted(voters, epoch), epoch);
    }

    public static MemberView follows(int id, int voters) {
        String reason = "follows myzk-zookeeper-%d as voter in epoch 1".formatted(voters - 1);
        return view(id, voters, true, "follower", reason, 1);
    }

    /** The observer at an ordinal of several. */
    public static MemberView observes(int ordinal, int voters, int observers) {
        String leader = "myzk-zookeeper-%d".formatted(voters - 1);
        MemberView view = view(
                101 + ordinal, voters, true, "observer", "observes %s in epoch 1, without a vote".formatted(leader), 1);
        return observed(view, voters, observers);
    }

    /** The same member where observers belong to the ensemble. */
    public static MemberView observed(MemberView view, int voters, int observers) {
        return MemberCopy.of(view, copy -> {
            copy.name = view.id() > 100 ? "myzk-zookeeper-observer-" + (view.id() - 101) : view.name();
            copy.config = Optional.of(topology(voters).withObservers(observers).wantedConfig());
        });
    }

    /** The same member with another clock. */
    public static MemberView at(MemberView view, Instant time) {
        return MemberCopy.of(view, copy -> copy.time = Optional.of(time));
    }

    /** The same member with so much room on its volume. */
    public static MemberView withRoom(MemberView view, long freeBytes, long totalBytes) {
        return MemberCopy.of(view, copy -> copy.disk = Optional.of(new MemberView.Disk(freeBytes, totalBytes)));
    }

    public static MemberView observes(int id, int voters) {
        return view(id, voters, true, "observer", "observes", 1);
    }

    public static MemberView looks(int id, int voters) {
        return says(id, voters, "looking for a leader");
    }

    /** Does not serve, and says why. */
    public static MemberView says(int id, int voters, String reason) {
        return view(id, voters, false, "looking", reason, 1);
    }

    /** The same member with a disk of another ensemble. */
    public static MemberView belongingTo(String ensemble, MemberView view) {
        return MemberCopy.of(view, copy -> copy.ensemble = Optional.of(ensemble));
    }

    /** The same member after another transaction. */
    public static MemberView withZxid(MemberView view, String zxid) {
        return MemberCopy.of(view, copy -> copy.zxid = Optional.of(zxid));
    }

    /** The same member with TLS. */
    public static MemberView withTls(MemberView view, MemberView.Tls tls) {
        return MemberCopy.of(view, copy -> copy.tls = Optional.of(tls));
    }

    /** The same member with something to say about who may come. */
    public static MemberView withAuthWarning(MemberView view, String warning) {
        return MemberCopy.of(view, copy -> copy.authWarning = Optional.of(warning));
    }

    private static MemberView view(int id, int voters, boolean ready, String role, String reason, long epoch) {
        return new MemberView(
                "myzk-zookeeper-" + (id - 1),
                id,
                "RUNNING",
                ready,
                reason,
                role,
                ready ? Optional.of(voters) : Optional.empty(),
                Optional.of(epoch),
                Optional.of("0x100000003"),
                Optional.of("0x100000000"),
                Optional.of(2L),
                Optional.of(4711L),
                Optional.of(config(voters)),
                Optional.of(new MemberView.Disk(900L << 20, 1L << 30)),
                Optional.of(Snapshots.NOW),
                Optional.of("00000000000000f1"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(8081));
    }

    private static EnsembleConfig config(int voters) {
        return topology(voters).initialConfig();
    }

    private static Topology topology(int voters) {
        return new Topology(
                "default", "myzk-zookeeper", "myzk-zookeeper-headless", "cluster.local", Ports.DEFAULT, voters);
    }
}
