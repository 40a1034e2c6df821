package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tries every event in every order, breadth first: the shortest history that ends with a second ensemble. */
final class FirstStartSearch {

    private record Origin(FirstStart before, String event) {}

    private final FormingRule rule;
    private final int[] numbersOfServers;
    private final Map<FirstStart, Origin> origins = new HashMap<>();
    private final ArrayDeque<FirstStart> unexplored = new ArrayDeque<>();
    private List<String> secondEnsemble = List.of();

    /** @param numbersOfServers what the ConfigMap may be changed to, at any time */
    FirstStartSearch(FormingRule rule, int... numbersOfServers) {
        this.rule = rule;
        this.numbersOfServers = numbersOfServers;
    }

    /** How an ensemble comes to be elected while a disk holds the data of another; empty if it never does. */
    List<String> secondEnsembleFrom(FirstStart start) {
        origins.put(start, new Origin(null, ""));
        unexplored.add(start);
        while (!unexplored.isEmpty() && secondEnsemble.isEmpty()) {
            explore(unexplored.removeFirst());
        }
        return secondEnsemble;
    }

    int states() {
        return origins.size();
    }

    Set<FirstStart> reached() {
        return origins.keySet();
    }

    private void explore(FirstStart state) {
        for (int ordinal = 0; ordinal < state.pods().size(); ordinal++) {
            String pod = "zk-" + ordinal;
            visit(state, state.starts(ordinal), pod + " starts");
            visit(state, state.crashes(ordinal), pod + " crashes");
            visit(state, state.losesItsDisk(ordinal), pod + " loses its disk");
            visit(state, state.decides(ordinal, rule), pod + " decides");
            visit(state, state.takesPartInElection(ordinal), pod + " takes part in the election");
            visit(state, state.getsInSync(ordinal), pod + " gets in sync");
        }
        for (int servers : numbersOfServers) {
            visit(state, state.scaledTo(servers), "servers becomes " + servers);
        }
        for (int servers : new int[] {1, 3}) {
            elect(state, FirstStart.topology(servers).initialConfig());
        }
    }

    private void elect(FirstStart state, EnsembleConfig config) {
        FirstStart elected = state.elects(config);
        String event = "an ensemble of " + config.voters() + " is elected";
        if (!elected.equals(state) && state.holdsData()) {
            secondEnsemble = history(new Origin(state, event));
        } else {
            visit(state, elected, event);
        }
    }

    private void visit(FirstStart before, FirstStart after, String event) {
        if (origins.putIfAbsent(after, new Origin(before, event)) == null) {
            unexplored.add(after);
        }
    }

    private List<String> history(Origin last) {
        List<String> history = new ArrayList<>();
        for (Origin origin = last; origin.before() != null; origin = origins.get(origin.before())) {
            history.addFirst(origin.event());
        }
        return history;
    }
}
