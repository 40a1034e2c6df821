package io.arkeeper.systemtest.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What all rounds came to. */
final class Tally {

    /** A violation, and the seed that shows it again. */
    record Violation(long seed, String sentence) {}

    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final List<Violation> violations = new ArrayList<>();
    private int rounds;
    private final Set<Integer> sizes = new TreeSet<>();
    private int pairs;
    private Checked checked = Checked.NOTHING;
    private Duration longestPause = Duration.ZERO;
    private long seedOfLongestPause;

    void add(long seed, SoakRound.Result result) {
        rounds++;
        sizes.addAll(result.sizes());
        pairs += result.pairs();
        checked = checked.plus(result.checked());
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

    int times(Fault fault) {
        return faults.getOrDefault(fault, 0);
    }

    /** How many servers were wanted at one time or another. */
    Set<Integer> sizes() {
        return sizes;
    }

    /** How often two faults happened at once. */
    int pairs() {
        return pairs;
    }

    Checked checked() {
        return checked;
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
