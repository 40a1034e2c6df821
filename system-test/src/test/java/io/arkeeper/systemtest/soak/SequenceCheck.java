package io.arkeeper.systemtest.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that no two sequential znodes of a parent got the same number, and that numbers grow with real time. */
final class SequenceCheck {

    private SequenceCheck() {}

    static List<String> violations(List<SequentialCreate> history) {
        Map<String, List<SequentialCreate>> byParent =
                history.stream().collect(Collectors.groupingBy(SequentialCreate::parent));
        List<String> violations = new ArrayList<>();
        byParent.forEach((parent, creates) -> violations.addAll(violations(parent, creates)));
        return violations;
    }

    private static List<String> violations(String parent, List<SequentialCreate> creates) {
        List<String> violations = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        List<SequentialCreate> byReturn = new ArrayList<>(creates);
        byReturn.sort(Comparator.comparingLong(SequentialCreate::returned));
        List<SequentialCreate> byInvocation = new ArrayList<>(creates);
        byInvocation.sort(Comparator.comparingLong(SequentialCreate::invoked));
        int highest = -1;
        int returned = 0;
        for (SequentialCreate create : byInvocation) {
            if (!numbers.add(create.number())) {
                violations.add("%s: number %d was given twice".formatted(parent, create.number()));
            }
            while (returned < byReturn.size() && byReturn.get(returned).returned() < create.invoked()) {
                highest = Math.max(highest, byReturn.get(returned).number());
                returned++;
            }
            if (create.number() < highest) {
                violations.add("%s: number %d was given after number %d".formatted(parent, create.number(), highest));
            }
        }
        return violations;
    }
}
