package io.arkeeper.core.membership;

/** Something that plans: the planner itself, or one with a planted flaw. */
interface Planner {

    Planner REAL = world -> {
        EnsembleView view = world.view();
        return Plan.of(view.config(), MembershipPlanner.next(view));
    };

    Plan next(World world);
}
