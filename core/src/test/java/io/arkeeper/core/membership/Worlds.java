package io.arkeeper.core.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Enumerates views: each member is in one of the given states, and each member in sync leads once.
 *
 * <p>Members in the same state, all of them wanted or all unwanted, may be swapped without changing anything but names,
 * because names decide only between equals. With {@code symmetric}, one of all such worlds is visited.
 */
record Worlds(int members, int wanted, int wantedObservers, List<State> states, boolean symmetric) {

    enum Seated {
        NO,
        VOTER,
        OBSERVER
    }

    /** All that can be said of one member, apart from who leads. */
    record State(Seated seated, Presence presence, boolean leaving) {

        /** Whether anybody minds if the member wants to leave: not if it has no seat and could not get one. */
        boolean isWorthTelling() {
            return !leaving || seated != Seated.NO || presence == Presence.IN_SYNC;
        }
    }

    static List<State> statesOf(Seated... possible) {
        List<State> states = new ArrayList<>();
        for (Seated seated : possible) {
            for (Presence presence : Presence.values()) {
                states.add(new State(seated, presence, false));
                states.add(new State(seated, presence, true));
            }
        }
        return states.stream().filter(State::isWorthTelling).toList();
    }

    void forEach(Consumer<World> visitor) {
        fill(0, 0, new World(wanted, wantedObservers, 0, 0, 0, 0, 0, 0, false), visitor);
    }

    private void fill(int ordinal, int lowestState, World world, Consumer<World> visitor) {
        if (ordinal == members) {
            withEachLeader(world, visitor);
            return;
        }
        for (int state = lowestState; state < states.size(); state++) {
            boolean sameGroupFollows = ordinal + 1 != wanted;
            fill(
                    ordinal + 1,
                    symmetric && sameGroupFollows ? state : 0,
                    with(world, ordinal, states.get(state)),
                    visitor);
        }
    }

    private static World with(World world, int ordinal, State state) {
        int bit = 1 << ordinal;
        return new World(
                world.wanted(),
                world.wantedObservers(),
                world.voters() | (state.seated() == Seated.VOTER ? bit : 0),
                world.observers() | (state.seated() == Seated.OBSERVER ? bit : 0),
                world.inSync() | (state.presence() == Presence.IN_SYNC ? bit : 0),
                world.catchingUp() | (state.presence() == Presence.CATCHING_UP ? bit : 0),
                world.leaving() | (state.leaving() ? bit : 0),
                0,
                false);
    }

    private void withEachLeader(World world, Consumer<World> visitor) {
        for (int leader = 0; leader < members; leader++) {
            if ((world.inSync() & 1 << leader) != 0 && !(symmetric && isLikeTheOneBefore(world, leader))) {
                visitor.accept(world.withLeader(leader));
            }
        }
    }

    private boolean isLikeTheOneBefore(World world, int member) {
        return member != 0 && member != wanted && stateOf(world, member).equals(stateOf(world, member - 1));
    }

    private static State stateOf(World world, int member) {
        int bit = 1 << member;
        return new State(
                (world.voters() & bit) != 0
                        ? Seated.VOTER
                        : (world.observers() & bit) != 0 ? Seated.OBSERVER : Seated.NO,
                (world.inSync() & bit) != 0 ? Presence.IN_SYNC : Presence.AWAY,
                (world.leaving() & bit) != 0);
    }
}
