package io.arkeeper.core.membership;

/** The end of all faults: everybody comes back, and the plan is followed for as long as it changes anything. */
final class Recovery {

    private static final int MOST_ROUNDS = 40; // each voter leaves or joins once, with an election for each

    private Recovery() {}

    /** The voters in the end; none if nobody can be elected. */
    static int voters(SimulatedEnsemble start, int wanted) {
        SimulatedEnsemble ensemble = start;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            ensemble = ensemble.hasLeader() ? ensemble : elected(elected(ensemble)); // one may have to hand over
            if (!ensemble.hasLeader()) {
                return 0;
            }
            ensemble = allInSync(ensemble);
            if (!ensemble.hasLeader()) {
                continue;
            }
            Plan plan = Planner.REAL.next(ensemble.world(wanted, false));
            if (!plan.isChange()) {
                return ensemble.currentVoters();
            }
            ensemble = ensemble.plansAndPerforms(plan);
        }
        throw new AssertionError("no end after " + MOST_ROUNDS + " rounds, from " + start);
    }

    private static SimulatedEnsemble elected(SimulatedEnsemble ensemble) {
        SimulatedEnsemble next = ensemble;
        for (int candidate = 0; candidate < ensemble.members() && !next.hasLeader(); candidate++) {
            next = next.isElected(candidate, next.electorateOf(candidate));
        }
        return next;
    }

    private static SimulatedEnsemble allInSync(SimulatedEnsemble ensemble) {
        SimulatedEnsemble next = ensemble.performs();
        for (int member = 0; member < ensemble.members(); member++) {
            next = next.comesBack(member).getsInSync(member).acknowledges(member);
        }
        return next;
    }
}
