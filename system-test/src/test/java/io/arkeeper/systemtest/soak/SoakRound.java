package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.TestEnsemble;
import io.arkeeper.systemtest.network.NamespaceNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One round: clients work, faults happen, everything is healed, and the whole history is checked through every member. The
 * seed decides what happens and when; a round that failed is run again with it.
 */
final class SoakRound {

    /**
     * @param sizes how many servers were wanted at one time or another
     * @param pairs how often two faults happened at once
     * @param longestPause how long nobody had a write acknowledged
     * @param violations empty where all is well
     */
    record Result(
            List<Fault> faults,
            Set<Integer> sizes,
            int pairs,
            Checked checked,
            Duration longestPause,
            List<String> violations) {}

    private final TestEnsemble ensemble;
    private final Schedule schedule;
    private final FaultInjector injector;
    private final CheckedWorkload workload;

    /**
     * @param servers how many the ensemble has now
     * @param pause of each client between two operations, on average
     */
    SoakRound(
            TestEnsemble ensemble,
            Optional<NamespaceNetwork> network,
            int servers,
            Schedule schedule,
            long seed,
            Duration pause) {
        this.ensemble = ensemble;
        this.schedule = schedule;
        this.injector = new FaultInjector(ensemble, network, servers);
        this.workload = new CheckedWorkload("/soak-" + Long.toHexString(seed), seed, pause, injector::clients);
    }

    /** How many servers the ensemble has after it. */
    int servers() {
        return injector.servers();
    }

    Result run() throws Exception {
        injector.begin(schedule.servers());
        workload.prepare();
        workload.start();
        try {
            for (Step step : schedule.steps()) {
                injector.happen(step);
            }
            injector.heal();
        } finally {
            workload.stop();
        }
        List<String> violations = new ArrayList<>(injector.violations());
        Map<String, String> members =
                ensemble.running().stream().collect(Collectors.toMap(pod -> pod, ensemble::clientsOf));
        violations.addAll(workload.violations(members, injector.doubts()));
        for (String pod : members.keySet()) {
            violations.addAll(DatabaseCheck.violations(pod, ensemble.pods().data(pod)));
        }
        workload.remove(ensemble.clientsOf(ensemble.pod(0)));
        return new Result(
                injector.happened(),
                injector.sizes(),
                injector.pairs(),
                workload.checked(),
                workload.longestPause(),
                violations);
    }
}
