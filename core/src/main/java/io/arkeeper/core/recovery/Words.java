package io.arkeeper.core.recovery;

import java.util.Optional;
import java.util.Set;

/**
 * What a person said explicitly.
 *
 * @param from the pod whose disk is to be taken; empty for the best one
 * @param acceptLoss whether transactions that another disk still has may be given up
 * @param lost pods whose disks are gone for good although nobody can see that
 */
public record Words(Optional<String> from, boolean acceptLoss, Set<String> lost) {

    public static final Words NONE = new Words(Optional.empty(), false, Set.of());

    public Words {
        lost = Set.copyOf(lost);
    }
}
