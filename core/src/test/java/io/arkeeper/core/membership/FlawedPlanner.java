package io.arkeeper.core.membership;

/**
 * Planners with one planted flaw each, and what the rules say of the first world that shows it. They prove that the
 * exhaustive tests can fail.
 */
enum FlawedPlanner implements Planner {
    PROMOTES_WITHOUT_SYNC("member {1} joins before it is in sync") {
        @Override
        public Plan next(World world) {
            int joiners = world.wantedVoters() & ~world.voters() & ~world.observers() & world.catchingUp();
            return joiners == 0 || !canChange(world)
                    ? REAL.next(world)
                    : Plan.change(world.voters() | Integer.lowestOneBit(joiners), world.observers());
        }
    },
    COUNTS_EMPTIED_DISKS("a change although no majority of the old voters is in sync") {
        @Override
        public Plan next(World world) {
            int counted = world.catchingUp() & world.voters();
            return REAL.next(world.withConnected(world.inSync() | counted, world.catchingUp() & ~counted));
        }
    },
    REMOVES_WITHOUT_COUNTING_WHO_REMAINS("the change leaves {2} in sync of the voters {1 2}") {
        @Override
        public Plan next(World world) {
            Plan plan = REAL.next(world);
            int surplus = world.voters() & ~world.wantedVoters() & world.leaving() & ~(1 << world.leader());
            return plan.isChange() || surplus == 0 || !canChange(world)
                    ? plan
                    : Plan.change(world.voters() & ~Integer.highestOneBit(surplus), world.observers());
        }
    },
    REMOVES_THE_LAST_VOTER("the change leaves {} in sync of the voters {}") {
        @Override
        public Plan next(World world) {
            boolean alone = world.voters() == 1 << world.leader() && (world.leaving() & world.voters()) != 0;
            return alone && world.leader() >= world.wanted() ? Plan.change(0, world.observers()) : REAL.next(world);
        }
    },
    ADDS_TWO_AT_ONCE("members {1 2} change at once") {
        @Override
        public Plan next(World world) {
            int joiners = joiners(world);
            return Integer.bitCount(joiners) < 2 || !canChange(world)
                    ? REAL.next(world)
                    : Plan.change(world.voters() | joiners, world.observers());
        }
    },
    REMOVES_ALL_AT_ONCE("members {2 3} change at once") {
        @Override
        public Plan next(World world) {
            Plan plan = REAL.next(world);
            int rest = world.voters() & world.wantedVoters();
            return plan.isChange() && plan.voters() != (plan.voters() | world.voters()) && world.hasMajorityOf(rest)
                    ? Plan.change(rest, world.observers())
                    : plan;
        }
    },
    FORGETS_THE_VERSION("the change is not conditional on the version it was planned from") {
        @Override
        public Plan next(World world) {
            return REAL.next(world).atVersion(-1);
        }
    },
    PLANS_DURING_A_RECONFIGURATION("settled although another change is under way") {
        @Override
        public Plan next(World world) {
            return REAL.next(world.withReconfiguring(false));
        }
    },
    REMOVES_WANTED_VOTERS_THAT_ARE_AWAY("member {1} moves away from what is wanted") {
        @Override
        public Plan next(World world) {
            Plan plan = REAL.next(world);
            int away = world.voters() & ~world.connected();
            return plan.isChange() || away == 0 || !canChange(world)
                    ? plan
                    : Plan.change(world.voters() & ~Integer.highestOneBit(away), world.observers());
        }
    },
    REMOVES_THE_LEADER_FIRST("voter {3} goes before voter {2}") {
        @Override
        public Plan next(World world) {
            Plan plan = REAL.next(world);
            int leader = 1 << world.leader();
            int lost = world.voters() & ~plan.voters();
            boolean couldGo = (leader & world.leaving() & ~world.wantedVoters()) != 0
                    && world.hasMajorityOf(world.voters() & ~leader);
            return plan.isChange() && lost != 0 && couldGo
                    ? Plan.change(world.voters() & ~leader, world.observers())
                    : plan;
        }
    },
    SHRINKS_BEFORE_IT_GROWS("voter {3} goes although member {1} could come first") {
        @Override
        public Plan next(World world) {
            Plan shrinking = REAL.next(
                    world.withConnected(world.inSync() & ~joiners(world), world.catchingUp() | joiners(world)));
            return shrinking.isChange() ? shrinking : REAL.next(world);
        }
    },
    SHRINKS_FROM_THE_LOWEST("voter {2} goes before voter {3}") {
        @Override
        public Plan next(World world) {
            Plan plan = REAL.next(world);
            int lost = world.voters() & ~plan.voters();
            int due =
                    world.voters() & ~world.wantedVoters() & world.leaving() & world.inSync() & ~(1 << world.leader());
            return plan.isChange() && (lost & due) != 0
                    ? Plan.change(world.voters() & ~Integer.lowestOneBit(due), world.observers())
                    : plan;
        }
    },
    SHRINKS_BEFORE_OTHERS_VOTE_INSTEAD("voter {4} is well, does not ask to leave and is not replaced yet") {
        @Override
        public Plan next(World world) {
            int unwanted = world.voters() & ~world.wantedVoters();
            return REAL.next(world.withLeaving(world.leaving() | unwanted));
        }
    },
    ADDS_WHO_IS_LEAVING("member {1} joins while it leaves") {
        @Override
        public Plan next(World world) {
            return REAL.next(world.withLeaving(world.leaving() & world.voters()));
        }
    },
    GIVES_UP_WHILE_ANYBODY_IS_AWAY("waiting although voters {2 3} could become {2}") {
        @Override
        public Plan next(World world) {
            return (world.wantedVoters() & ~world.inSync()) == 0 ? REAL.next(world) : Plan.waiting();
        }
    },
    SETTLES_FOR_THE_RIGHT_NUMBER("settled with voters {2}, wanted {1}") {
        @Override
        public Plan next(World world) {
            return Integer.bitCount(world.voters()) == world.wanted() && canChange(world)
                    ? Plan.settled()
                    : REAL.next(world);
        }
    };

    private final String found;

    FlawedPlanner(String found) {
        this.found = found;
    }

    /** What the rules find wrong first. */
    String found() {
        return found;
    }

    private static int joiners(World world) {
        return world.wantedVoters() & ~world.voters() & ~world.observers() & world.inSync() & ~world.leaving();
    }

    private static boolean canChange(World world) {
        return !world.reconfiguring() && world.isLed();
    }
}
