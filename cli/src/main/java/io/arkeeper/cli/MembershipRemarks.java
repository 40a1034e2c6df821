package io.arkeeper.cli;

import io.arkeeper.cli.local.MembershipChange;
import io.arkeeper.cli.local.WantedMembers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code status} says of who is to belong to an ensemble and does not yet, or does still. */
final class MembershipRemarks {

    private MembershipRemarks() {}

    static List<String> of(Optional<MembershipChange> change) {
        return change.stream()
                .flatMap(known -> List.of(known.numbers() + ".", "membership: %s.".formatted(known.step())).stream())
                .toList();
    }

    /** The fields of the JSON. */
    static void put(WantedMembers wanted, Optional<MembershipChange> change, Map<String, Object> map) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("voters", wanted.voters());
        numbers.put("observers", wanted.observers());
        map.put("wanted", numbers);
        change.ifPresent(known -> {
            Map<String, Object> membership = new LinkedHashMap<>();
            membership.put("sentence", known.numbers() + ".");
            known.leader().ifPresent(leader -> {
                membership.put("step", leader.step());
                membership.put("reason", leader.reason());
                membership.put("target", leader.target());
            });
            map.put("membership", membership);
        });
    }
}
