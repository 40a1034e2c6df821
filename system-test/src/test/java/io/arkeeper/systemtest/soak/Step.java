package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the schedule has happen at one time.
 *
 * @param before how long all is left as it is
 * @param fault what happens
 * @param second what happens to it while that goes on
 * @param after how long that lasts
 * @param heals whether everything is healed then, or the next step meets what is left
 * @param abandoned how many servers are wanted first, before that is reached
 * @param servers how many there are to be after this step
 * @param pick decides which member it is, where more than one can be
 */
record Step(
        Duration before,
        Fault fault,
        Optional<Fault> second,
        Duration after,
        boolean heals,
        OptionalInt abandoned,
        int servers,
        long pick) {

    /** The fewest that are wanted at any time of it. */
    int fewest() {
        return Math.min(servers, abandoned.orElse(servers));
    }

    int faults() {
        return second.isPresent() ? 2 : 1;
    }

    @Override
    public String toString() {
        return "after %d ms %s%s%s, for %d ms%s"
                .formatted(
                        before.toMillis(),
                        fault,
                        sizes(),
                        second.map(other -> " and " + other).orElse(""),
                        after.toMillis(),
                        heals ? ", healed" : "");
    }

    private String sizes() {
        return switch (fault) {
            case SCALE -> " to " + servers;
            case RESCALE -> " to %d, then to %d".formatted(abandoned.orElseThrow(), servers);
            default -> "";
        };
    }
}
