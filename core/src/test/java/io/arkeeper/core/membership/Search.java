package io.arkeeper.core.membership;

import io.arkeeper.core.membership.SimulatedEnsemble.Violation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Tries every event in every order, breadth first, so that a violation comes with one of its shortest histories. */
final class Search {

    private record Origin(ByteBuffer before, String event, int number) {

        String text() {
            return event.formatted(number);
        }
    }

    private final Planner planner;
    private final boolean stepsAreDelayed;
    private final Consumer<SimulatedEnsemble> visitor;
    private final Map<World, Plan> plans = new HashMap<>();
    private final Map<ByteBuffer, Origin> origins = new HashMap<>();
    private final ArrayDeque<SimulatedEnsemble> unexplored = new ArrayDeque<>();
    private List<String> violation = List.of();
    private long events;

    /** @param stepsAreDelayed whether anything may happen between planning a step and performing it */
    Search(Planner planner, boolean stepsAreDelayed) {
        this(planner, stepsAreDelayed, ensemble -> {});
    }

    /** @param visitor sees every state once */
    Search(Planner planner, boolean stepsAreDelayed, Consumer<SimulatedEnsemble> visitor) {
        this.planner = planner;
        this.stepsAreDelayed = stepsAreDelayed;
        this.visitor = visitor;
    }

    /** The shortest history by which {@code start} comes to a violation; none if there is no such history. */
    List<String> violationFrom(SimulatedEnsemble start) {
        origins.put(start.key(), new Origin(null, "formed", 0));
        unexplored.add(start);
        while (!unexplored.isEmpty() && violation.isEmpty()) {
            explore(unexplored.removeFirst());
        }
        return violation;
    }

    int states() {
        return origins.size();
    }

    long events() {
        return events;
    }

    private void explore(SimulatedEnsemble ensemble) {
        visitor.accept(ensemble);
        ByteBuffer key = ensemble.key();
        for (int member = 0; member < ensemble.members(); member++) {
            int who = member;
            attempt(ensemble, new Origin(key, "member %d loses its disk", who + 1), before -> before.losesItsDisk(who));
            if (ensemble.hasLeader()) {
                attempt(ensemble, new Origin(key, "member %d goes away", who + 1), before -> before.goesAway(who));
                attempt(ensemble, new Origin(key, "member %d comes back", who + 1), before -> before.comesBack(who));
                attempt(ensemble, new Origin(key, "member %d gets in sync", who + 1), before -> before.getsInSync(who));
                attempt(
                        ensemble,
                        new Origin(key, "member %d acknowledges", who + 1),
                        before -> before.acknowledges(who));
            } else {
                elect(ensemble, key, who);
            }
        }
        if (ensemble.hasLeader()) {
            attempt(ensemble, new Origin(key, "a write is proposed", 0), SimulatedEnsemble::writes);
            plan(ensemble, key);
        }
    }

    private void elect(SimulatedEnsemble ensemble, ByteBuffer key, int candidate) {
        for (int electorate = 1; electorate < 1 << ensemble.members(); electorate++) {
            int set = electorate;
            if ((set & 1 << candidate) != 0) {
                attempt(
                        ensemble,
                        new Origin(key, "member %d is elected by " + World.text(set), candidate + 1),
                        before -> before.isElected(candidate, set));
            }
        }
    }

    private void plan(SimulatedEnsemble ensemble, ByteBuffer key) {
        for (int wanted = 1; wanted <= ensemble.members(); wanted++) {
            for (boolean asking : new boolean[] {false, true}) {
                Plan plan = plans.computeIfAbsent(ensemble.world(wanted, asking), planner::next);
                attempt(
                        ensemble,
                        new Origin(key, "a step towards %d servers is planned", wanted),
                        before -> stepsAreDelayed ? before.plans(plan) : before.plansAndPerforms(plan));
            }
        }
        attempt(ensemble, new Origin(key, "the planned step is performed", 0), SimulatedEnsemble::performs);
    }

    private void attempt(SimulatedEnsemble before, Origin origin, UnaryOperator<SimulatedEnsemble> event) {
        events++;
        try {
            SimulatedEnsemble after = event.apply(before);
            if (after != before && origins.putIfAbsent(after.key(), origin) == null) {
                unexplored.add(after);
            }
        } catch (Violation wrong) {
            violation = history(origin, wrong.getMessage());
        }
    }

    private List<String> history(Origin last, String wrong) {
        List<String> history = new ArrayList<>(List.of(wrong));
        for (Origin origin = last; origin.before() != null; origin = origins.get(origin.before())) {
            history.addFirst(origin.text());
        }
        return history;
    }
}
