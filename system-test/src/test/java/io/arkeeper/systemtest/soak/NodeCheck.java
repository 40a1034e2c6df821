package io.arkeeper.systemtest.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Checks what is there at the end against what was acknowledged. */
final class NodeCheck {

    private NodeCheck() {}

    /**
     * @param acknowledged paths whose creation was acknowledged, and nobody deletes
     * @param ended paths of ephemeral znodes whose session has ended for long enough
     * @param found paths that are there, at one member, after everything calmed down
     * @param member which one, for the sentences
     */
    static List<String> violations(
            Collection<String> acknowledged, Collection<String> ended, Set<String> found, String member) {
        List<String> violations = new ArrayList<>();
        acknowledged.stream()
                .filter(path -> !found.contains(path))
                .map(path -> "%s was acknowledged and is not there at %s".formatted(path, member))
                .forEach(violations::add);
        ended.stream()
                .filter(found::contains)
                .map(path -> "%s outlived its session at %s".formatted(path, member))
                .forEach(violations::add);
        return violations;
    }
}
