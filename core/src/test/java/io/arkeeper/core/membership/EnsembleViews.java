package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Role;
import io.arkeeper.core.Seat;
import io.arkeeper.core.Topology;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Writes down a view: at first all voters are in sync, the first of them leads, and they are the wanted ones. */
final class EnsembleViews {

    static final long VERSION = 0x100000007L;

    private static final Topology TOPOLOGY = new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 7);

    private final Map<MemberId, Presence> seen = new HashMap<>();
    private final Set<MemberId> leaving = new HashSet<>();
    private final Map<MemberId, String> refused = new HashMap<>();
    private EnsembleConfig config = EnsembleConfig.of(VERSION, Set.of());
    private EnsembleConfig wanted = EnsembleConfig.of(0, Set.of());
    private MemberId leader;
    private boolean reconfiguring;

    private EnsembleViews(int leader) {
        this.leader = new MemberId(leader);
    }

    static EnsembleViews voters(int... ids) {
        EnsembleViews view = new EnsembleViews(ids[0]);
        for (int id : ids) {
            view.config = view.config.with(seat(id, Role.VOTER));
        }
        return view.inSync(ids).wanted(ids);
    }

    static Seat seat(int id, Role role) {
        return TOPOLOGY.seat(new MemberId(id), role);
    }

    EnsembleViews observers(int... ids) {
        for (int id : ids) {
            config = config.with(seat(id, Role.OBSERVER));
        }
        return inSync(ids);
    }

    EnsembleViews wanted(int... ids) {
        wanted = EnsembleConfig.of(0, Set.of());
        for (int id : ids) {
            wanted = wanted.with(seat(id, Role.VOTER));
        }
        return this;
    }

    EnsembleViews wantedObservers(int... ids) {
        for (int id : ids) {
            wanted = wanted.with(seat(id, Role.OBSERVER));
        }
        return this;
    }

    EnsembleViews inSync(int... ids) {
        return seen(Presence.IN_SYNC, ids);
    }

    EnsembleViews catchingUp(int... ids) {
        return seen(Presence.CATCHING_UP, ids);
    }

    EnsembleViews away(int... ids) {
        return seen(Presence.AWAY, ids);
    }

    private EnsembleViews seen(Presence presence, int... ids) {
        for (int id : ids) {
            seen.put(new MemberId(id), presence);
        }
        return this;
    }

    EnsembleViews leaving(int... ids) {
        for (int id : ids) {
            leaving.add(new MemberId(id));
        }
        return this;
    }

    EnsembleViews refusing(int id, String why) {
        refused.put(new MemberId(id), why);
        return this;
    }

    EnsembleViews ledBy(int id) {
        leader = new MemberId(id);
        return this;
    }

    EnsembleViews reconfiguring() {
        reconfiguring = true;
        return this;
    }

    EnsembleView view() {
        return new EnsembleView(config, leader, seen, wanted, leaving, refused, reconfiguring);
    }

    MembershipStep next() {
        return MembershipPlanner.next(view());
    }
}
