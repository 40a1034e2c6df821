package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What all rounds came to. */
final class Tally {

    /** A violation, and the seed that shows it again. */
    record Violation(long seed, String sentence) {}

    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final List<Violation> violations = new ArrayList<>();
    private int rounds;
    private long heard;
    private long unheard;
    private Duration longestPause = Duration.ZERO;
    private long seedOfLongestPause;

    void add(long seed, SoakRound.Result result) {
        rounds++;
        heard += result.heard();
        unheard += result.unheard();
        result.faults().forEach(fault -> faults.merge(fault, 1, Integer::sum));
        result.violations().forEach(sentence -> violations.add(new Violation(seed, sentence)));
        if (result.longestPause().compareTo(longestPause) > 0) {
            longestPause = result.longestPause();
            seedOfLongestPause = seed;
        }
    }

    /** A round that did not come to its end is a violation as well. */
    void broke(long seed, Exception how) {
        rounds++;
        violations.add(new Violation(seed, "the round broke off: " + how.getMessage()));
    }

    int rounds() {
        return rounds;
    }

    int faults() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<Fault, Integer> byFault() {
        return faults;
    }

    long heard() {
        return heard;
    }

    long unheard() {
        return unheard;
    }

    Duration longestPause() {
        return longestPause;
    }

    long seedOfLongestPause() {
        return seedOfLongestPause;
    }

    List<Violation> violations() {
        return violations;
    }
}
