package io.arkeeper.core.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Role;
import io.arkeeper.core.Seat;
import io.arkeeper.core.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A view in bits, so that millions of them can be tried. Bit {@code i} of a set stands for the member at ordinal
 * {@code i}.
 *
 * @param wanted how many voters are wanted, at the lowest ordinals
 * @param wantedObservers a set of ordinals, all above those of the voters
 */
record World(
        int wanted,
        int wantedObservers,
        int voters,
        int observers,
        int inSync,
        int catchingUp,
        int leaving,
        int leader,
        boolean reconfiguring) {

    static final long VERSION = 0x100000007L;
    static final int MOST_MEMBERS = 7;

    private static final Topology TOPOLOGY =
            new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, MOST_MEMBERS);
    private static final List<MemberId> IDS = TOPOLOGY.wanted();
    private static final Map<Integer, EnsembleConfig> CONFIGS = new HashMap<>();

    int wantedVoters() {
        return (1 << wanted) - 1;
    }

    /** Whether the leader has a vote and leads a majority. */
    boolean isLed() {
        return (voters & 1 << leader) != 0 && hasMajorityOf(voters);
    }

    int connected() {
        return inSync | catchingUp;
    }

    boolean hasMajorityOf(int someVoters) {
        return 2 * Integer.bitCount(someVoters & inSync) > Integer.bitCount(someVoters);
    }

    /** How many role changes away from the wanted configuration a configuration is. */
    int distance(int someVoters, int someObservers) {
        return Integer.bitCount(someVoters ^ wantedVoters()) + Integer.bitCount(someObservers ^ wantedObservers);
    }

    int distance() {
        return distance(voters, observers);
    }

    World withConfig(int newVoters, int newObservers) {
        return new World(
                wanted, wantedObservers, newVoters, newObservers, inSync, catchingUp, leaving, leader, reconfiguring);
    }

    World withConnected(int newInSync, int newCatchingUp) {
        return new World(
                wanted, wantedObservers, voters, observers, newInSync, newCatchingUp, leaving, leader, reconfiguring);
    }

    World withLeaving(int newLeaving) {
        return new World(
                wanted, wantedObservers, voters, observers, inSync, catchingUp, newLeaving, leader, reconfiguring);
    }

    World withLeader(int newLeader) {
        return new World(
                wanted, wantedObservers, voters, observers, inSync, catchingUp, leaving, newLeader, reconfiguring);
    }

    World withReconfiguring(boolean now) {
        return new World(wanted, wantedObservers, voters, observers, inSync, catchingUp, leaving, leader, now);
    }

    EnsembleView view() {
        Map<MemberId, Presence> seen = new HashMap<>();
        members(inSync).forEach(id -> seen.put(id, Presence.IN_SYNC));
        members(catchingUp).forEach(id -> seen.put(id, Presence.CATCHING_UP));
        return new EnsembleView(
                config(voters, observers),
                IDS.get(leader),
                seen,
                config(wantedVoters(), wantedObservers),
                members(leaving),
                reconfiguring);
    }

    static Set<MemberId> members(int set) {
        Set<MemberId> members = new HashSet<>();
        for (int rest = set; rest != 0; rest &= rest - 1) {
            members.add(IDS.get(Integer.numberOfTrailingZeros(rest)));
        }
        return members;
    }

    static EnsembleConfig config(int voters, int observers) {
        return CONFIGS.computeIfAbsent(voters << MOST_MEMBERS | observers, key -> {
            List<Seat> seats = new ArrayList<>();
            members(voters).forEach(id -> seats.add(TOPOLOGY.seat(id, Role.VOTER)));
            members(observers).forEach(id -> seats.add(TOPOLOGY.seat(id, Role.OBSERVER)));
            return EnsembleConfig.of(VERSION, seats);
        });
    }

    @Override
    public String toString() {
        return "wanted %s observing %s, voters %s, observers %s, in sync %s, catching up %s, leaving %s, leader %s%s"
                .formatted(
                        text(wantedVoters()),
                        text(wantedObservers),
                        text(voters),
                        text(observers),
                        text(inSync),
                        text(catchingUp),
                        text(leaving),
                        leader + 1,
                        reconfiguring ? ", reconfiguring" : "");
    }

    /** The members' ids: {@code {1 2 4}}. */
    static String text(int set) {
        List<String> ids = new ArrayList<>();
        for (int rest = set; rest != 0; rest &= rest - 1) {
            ids.add(Integer.toString(Integer.numberOfTrailingZeros(rest) + 1));
        }
        return "{" + String.join(" ", ids) + "}";
    }
}
