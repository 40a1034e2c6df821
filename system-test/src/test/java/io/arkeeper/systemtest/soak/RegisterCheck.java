package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.soak.RegisterOperation.Kind;
import io.arkeeper.systemtest.soak.RegisterOperation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that one register is linearizable.
 *
 * <p>ZooKeeper numbers the versions of a znode's data, so the order of the writes is not to be searched for, it is known;
 * what remains is whether that order agrees with real time and with what was read:
 *
 * <ol>
 *   <li>every version has one value, whoever wrote or read it, and every value was written by somebody;
 *   <li>no operation that began after another had returned works on an older version (a write: on one not newer).
 * </ol>
 */
final class RegisterCheck {

    private RegisterCheck() {}

    static List<String> violations(List<RegisterOperation> history) {
        return violations(history, List.of());
    }

    /**
     * Of all registers; one sentence per violation.
     *
     * @param doubts when a leader may not have known that others had another one: a read after a {@code sync} may be
     *     stale then, though never wrong; one after a write of the client's own may not even be stale
     */
    static List<String> violations(List<RegisterOperation> history, List<Period> doubts) {
        Map<String, List<RegisterOperation>> byRegister =
                history.stream().collect(Collectors.groupingBy(RegisterOperation::register));
        List<String> violations = new ArrayList<>();
        byRegister.forEach((register, operations) -> {
            violations.addAll(values(register, operations));
            violations.addAll(order(register, operations, doubts));
        });
        return violations;
    }

    private static List<String> values(String register, List<RegisterOperation> operations) {
        List<String> violations = new ArrayList<>();
        Set<String> written = new HashSet<>(Set.of(""));
        operations.stream()
                .filter(operation -> operation.kind() == Kind.WRITE)
                .forEach(write -> written.add(write.value()));
        Map<Integer, String> known = new HashMap<>(Map.of(0, ""));
        Set<Integer> acknowledged = new HashSet<>();
        for (RegisterOperation operation : operations) {
            if (operation.outcome() == Outcome.UNKNOWN) {
                continue;
            }
            String before = known.putIfAbsent(operation.version(), operation.value());
            if (before != null && !before.equals(operation.value())) {
                violations.add("%s: version %d is both '%s' and '%s'"
                        .formatted(register, operation.version(), before, operation.value()));
            }
            if (!written.contains(operation.value())) {
                violations.add("%s: '%s' was read and never written".formatted(register, operation.value()));
            }
            if (operation.kind() == Kind.WRITE && !acknowledged.add(operation.version())) {
                violations.add(
                        "%s: version %d was acknowledged to two writers".formatted(register, operation.version()));
            }
        }
        return violations;
    }

    /** Sweeps over real time: what had returned before an operation began bounds its version from below. */
    private static List<String> order(String register, List<RegisterOperation> operations, List<Period> doubts) {
        List<RegisterOperation> done = operations.stream()
                .filter(operation -> operation.outcome() == Outcome.DONE)
                .toList();
        List<RegisterOperation> byReturn = new ArrayList<>(done);
        byReturn.sort(Comparator.comparingLong(RegisterOperation::returned));
        List<RegisterOperation> byInvocation = new ArrayList<>(done);
        byInvocation.sort(Comparator.comparingLong(RegisterOperation::invoked));
        List<String> violations = new ArrayList<>();
        int newest = 0;
        int returned = 0;
        for (RegisterOperation operation : byInvocation) {
            while (returned < byReturn.size() && byReturn.get(returned).returned() < operation.invoked()) {
                newest = Math.max(newest, byReturn.get(returned).version());
                returned++;
            }
            int least = operation.kind() == Kind.WRITE ? newest + 1 : newest;
            if (operation.version() < least && !mayBeStale(operation, doubts)) {
                violations.add("%s: a %s saw version %d although version %d was there before it began"
                        .formatted(register, operation.kind(), operation.version(), newest));
            }
        }
        return violations;
    }

    private static boolean mayBeStale(RegisterOperation operation, List<Period> doubts) {
        return operation.kind() == Kind.SYNCED_READ && doubts.stream().anyMatch(doubt -> doubt.overlaps(operation));
    }
}
