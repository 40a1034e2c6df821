package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a round does and when: decided by its seed alone, so that a round that failed can be run again.
 *
 * @param servers how many there are at its beginning
 */
record Schedule(int servers, List<Step> steps) {

    static final int MOST = 7;

    private static final int[] SIZES = {1, 3, 5};
    private static final int MOST_ONCE_IN = 16; // changes of the number; so many take their time to start
    private static final int[] SIZES_AT_FIRST = {3, 3, 5}; // a single one has no links to cut

    /**
     * @param possible what this machine can do; the same seed means something else where it can do less
     * @param faults how many there are to be at least
     */
    static Schedule of(long seed, Set<Fault> possible, int faults) {
        Random random = new Random(seed);
        int first = SIZES_AT_FIRST[random.nextInt(SIZES_AT_FIRST.length)];
        List<Step> steps = new ArrayList<>();
        int servers = first;
        int planned = 0;
        while (planned < faults) {
            Step step = next(random, possible.stream().sorted().toList(), servers);
            steps.add(step);
            servers = step.servers();
            planned += step.faults();
        }
        return new Schedule(first, List.copyOf(steps));
    }

    private static Step next(Random random, List<Fault> possible, int servers) {
        Fault fault = any(random, possible, servers);
        OptionalInt abandoned =
                fault == Fault.RESCALE ? OptionalInt.of(otherSize(random, servers)) : OptionalInt.empty();
        int to =
                switch (fault) {
                    case SCALE -> otherSize(random, servers);
                    case RESCALE -> otherSize(random, abandoned.orElseThrow()); // may be where it began
                    default -> servers;
                };
        int fewest = Math.min(to, abandoned.orElse(to));
        boolean paired = random.nextInt(10) < 4;
        Fault other = any(random, possible, Math.min(servers, fewest));
        boolean survivable = fewest > servers / 2; // those that stay are a majority without those that leave
        Optional<Fault> second =
                paired && survivable && !other.isOperation() && other != fault ? Optional.of(other) : Optional.empty();
        return new Step(
                Duration.ofMillis(100 + random.nextInt(500)),
                fault,
                second,
                Duration.ofMillis(lasts(random, fault, second)),
                random.nextBoolean() || fault.isOperation() || fault == Fault.NO_NAMES,
                abandoned,
                to,
                random.nextLong());
    }

    /** What the members notice by a timeout only must last longer than that, at least sometimes. */
    private static int lasts(Random random, Fault fault, Optional<Fault> second) {
        boolean silent = fault == Fault.RESCALE // so that it is interrupted anywhere
                || fault.castsDoubtOnTheLeader()
                || second.map(Fault::castsDoubtOnTheLeader).orElse(false);
        return 100 + random.nextInt(silent ? 3_200 : 900);
    }

    private static Fault any(Random random, List<Fault> possible, int servers) {
        List<Fault> candidates =
                possible.stream().filter(fault -> fault.servers() <= servers).toList();
        return candidates.get(random.nextInt(candidates.size()));
    }

    private static int otherSize(Random random, int servers) {
        if (servers != MOST && random.nextInt(MOST_ONCE_IN) == 0) {
            return MOST;
        }
        int[] others = IntStream.of(SIZES).filter(size -> size != servers).toArray();
        return others[random.nextInt(others.length)];
    }
}
