package io.arkeeper.core.membership;

import java.util.Optional;

/**
 * The planner's invariants, said a second time and in another way: which single changes a world allows. A plan must be
 * one of them, and must be to wait only if there is none.
 */
final class PlannerRules {

    private PlannerRules() {}

    /** What is wrong with a plan, as one sentence. */
    static Optional<String> violation(World world, Plan plan) {
        return Optional.ofNullable(
                switch (plan.kind()) {
                    case CHANGE -> objectionToChange(world, plan);
                    case WAIT -> objectionToWaiting(world);
                    case SETTLED -> objectionToSettling(world);
                });
    }

    private static String objectionToChange(World world, Plan plan) {
        return plan.version() == World.VERSION
                ? objection(world, plan.voters(), plan.observers())
                : "the change is not conditional on the version it was planned from";
    }

    private static String objectionToSettling(World world) {
        if (obstacle(world) != null) {
            return "settled although " + obstacle(world);
        }
        return world.distance() == 0
                ? null
                : "settled with voters %s, wanted %s"
                        .formatted(World.text(world.voters()), World.text(world.wantedVoters()));
    }

    private static String objectionToWaiting(World world) {
        boolean asksInVain = (world.leaving() & (world.voters() | world.observers())) != 0;
        if (world.distance() == 0 && obstacle(world) == null && !asksInVain) {
            return "waiting although all is as wanted";
        }
        for (int bit = 1; bit < 1 << World.MOST_MEMBERS; bit <<= 1) {
            boolean member = ((world.voters() | world.observers()) & bit) != 0;
            int otherVoters = member ? world.voters() & ~bit : world.voters() | bit;
            if (objection(world, otherVoters, world.observers() & ~bit) == null) {
                return "waiting although voters %s could become %s"
                        .formatted(World.text(world.voters()), World.text(otherVoters));
            }
            if (!member && objection(world, world.voters(), world.observers() | bit) == null) {
                return "waiting although member %s could observe".formatted(World.text(bit));
            }
        }
        return null;
    }

    private static String obstacle(World world) {
        if (world.reconfiguring()) {
            return "another change is under way";
        }
        if ((world.voters() & 1 << world.leader()) == 0) {
            return "the leader has no vote";
        }
        return world.hasMajorityOf(world.voters()) ? null : "no majority of the old voters is in sync";
    }

    /** Why a change is not allowed; null if it is. */
    private static String objection(World world, int voters, int observers) {
        int gained = voters & ~world.voters();
        int lost = world.voters() & ~voters;
        int seated = observers & ~world.observers();
        int unseated = world.observers() & ~observers;
        int changed = gained | lost | seated | unseated;
        if (obstacle(world) != null) {
            return "a change although " + obstacle(world);
        }
        if (Integer.bitCount(changed) != 1) {
            return "members %s change at once".formatted(World.text(changed));
        }
        if (((gained & unseated) | (lost & seated)) != 0) {
            return "member %s becomes the other without leaving first".formatted(World.text(changed));
        }
        if (world.distance(voters, observers) != world.distance() - 1) {
            return "member %s moves away from what is wanted".formatted(World.text(changed));
        }
        if (((gained | seated) & ~world.inSync()) != 0) {
            return "member %s joins before it is in sync".formatted(World.text(changed));
        }
        if (!world.hasMajorityOf(voters)) {
            return "the change leaves %s in sync of the voters %s"
                    .formatted(World.text(voters & world.inSync()), World.text(voters));
        }
        if (((gained | seated) & world.leaving()) != 0) {
            return "member %s joins while it leaves".formatted(World.text(changed));
        }
        return lost == 0 ? objectionToUnseating(world, unseated) : objectionToLoss(world, lost);
    }

    private static String objectionToUnseating(World world, int unseated) {
        boolean toVote = (unseated & world.wantedVoters()) != 0;
        boolean ready = (unseated & world.inSync() & ~world.leaving()) != 0;
        return toVote && !ready
                ? "observer %s loses its seat before it can vote".formatted(World.text(unseated))
                : null;
    }

    private static String objectionToLoss(World world, int lost) {
        int unwanted = world.voters() & ~world.wantedVoters();
        int surplus = Integer.bitCount(world.voters()) > world.wanted() ? unwanted : 0;
        int due = unwanted & (world.leaving() | ~world.connected() | surplus);
        int joinable = world.wantedVoters() & ~world.voters() & world.inSync() & ~world.leaving();
        if ((lost & due) == 0) {
            return "voter %s is well, does not ask to leave and is not replaced yet".formatted(World.text(lost));
        }
        if (joinable != 0) {
            return "voter %s goes although member %s could come first"
                    .formatted(World.text(lost), World.text(joinable));
        }
        int before = turn(world, lost);
        for (int rest = due & ~lost; rest != 0; rest &= rest - 1) {
            int other = Integer.lowestOneBit(rest);
            if (turn(world, other) < before) {
                return "voter %s goes before voter %s".formatted(World.text(lost), World.text(other));
            }
        }
        return null;
    }

    /** A number that is lower for those who leave earlier. */
    private static int turn(World world, int voter) {
        int ordinal = Integer.numberOfTrailingZeros(voter);
        return (ordinal == world.leader() ? 1000 : 0)
                + ((voter & world.inSync()) != 0 ? 100 : 0)
                + ((voter & world.leaving()) == 0 ? 10 : 0)
                - ordinal;
    }
}
