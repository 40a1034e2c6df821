package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.soak.RegisterOperation.Kind;
import io.arkeeper.systemtest.soak.RegisterOperation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks that one register is linearizable.
 *
 * <p>ZooKeeper numbers the versions of a znode's data, so the order of the writes is not to be searched for, it is known;
 * what remains is whether that order agrees with real time, with what was read and with what was refused:
 *
 * <ol>
 *   <li>every version has one value, whoever wrote or read it, and every value was written by somebody, once;
 *   <li>no operation that began after another had returned works on an older version (a write: on one not newer);
 *   <li>a compare-and-set makes the version after the expected one, or is refused because, at some time between its
 *       beginning and its answer, another version was there.
 * </ol>
 */
final class RegisterCheck {

    /**
     * @param violations one sentence each
     * @param excused stale reads that are no violation, because a leader may not have known that others had another one
     */
    record Result(List<String> violations, long excused) {}

    private final String register;
    private final List<RegisterOperation> operations;
    private final List<Period> doubts;
    private final List<String> violations = new ArrayList<>();
    private final Map<Integer, String> valueOf = new HashMap<>(Map.of(0, ""));
    private final Map<String, Integer> versionOf = new HashMap<>(Map.of("", 0));
    private final Map<String, RegisterOperation> writerOf = new HashMap<>();
    private long excused;

    private RegisterCheck(String register, List<RegisterOperation> operations, List<Period> doubts) {
        this.register = register;
        this.operations = operations;
        this.doubts = doubts;
    }

    static List<String> violations(List<RegisterOperation> history) {
        return violations(history, List.of());
    }

    static List<String> violations(List<RegisterOperation> history, List<Period> doubts) {
        return of(history, doubts).violations();
    }

    /**
     * Of all registers.
     *
     * @param doubts when a leader may not have known that others had another one: a read after a {@code sync} may be
     *     stale then, though never wrong; one after a write of the client's own may not even be stale
     */
    static Result of(List<RegisterOperation> history, List<Period> doubts) {
        Map<String, List<RegisterOperation>> byRegister = history.stream()
                .collect(Collectors.groupingBy(RegisterOperation::register, TreeMap::new, Collectors.toList()));
        List<String> violations = new ArrayList<>();
        long excused = 0;
        for (Map.Entry<String, List<RegisterOperation>> register : byRegister.entrySet()) {
            RegisterCheck check = new RegisterCheck(register.getKey(), register.getValue(), doubts);
            check.values();
            check.number();
            check.order();
            check.refusals();
            violations.addAll(check.violations);
            excused += check.excused;
        }
        return new Result(violations, excused);
    }

    private void violated(String sentence) {
        violations.add(register + ": " + sentence);
    }

    private void values() {
        operations.stream()
                .filter(operation -> operation.kind().writes())
                .forEach(write -> writerOf.put(write.value(), write));
        Set<Integer> acknowledged = new HashSet<>();
        for (RegisterOperation operation : done()) {
            int version = operation.version();
            String value = operation.value();
            String before = valueOf.putIfAbsent(version, value);
            if (before != null && !before.equals(value)) {
                violated("version %d is both '%s' and '%s'".formatted(version, before, value));
            }
            Integer other = versionOf.putIfAbsent(value, version);
            if (other != null && other != version) {
                violated("'%s' is both version %d and version %d".formatted(value, other, version));
            }
            if (other == null || other != version) {
                origin(value, version);
            }
            if (operation.kind().writes() && !acknowledged.add(version)) {
                violated("version %d was acknowledged to two writers".formatted(version));
            }
        }
    }

    /** Where a value comes from, when it is first seen at a version. */
    private void origin(String value, int version) {
        RegisterOperation writer = writerOf.get(value);
        if (writer == null) {
            violated("'%s' was read and never written".formatted(value));
        } else if (writer.outcome() == Outcome.REFUSED) {
            violated("'%s' is version %d although it was refused".formatted(value, version));
        } else if (writer.kind() == Kind.COMPARE_AND_SET && version != writer.expected() + 1) {
            violated("'%s' was to replace version %d only and is version %d"
                    .formatted(value, writer.expected(), version));
        }
    }

    /** A write that nobody read may have been applied twice; the versions that came after it tell. */
    private void number() {
        int highest =
                valueOf.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        long writes =
                operations.stream().filter(RegisterOperation::mayHaveWritten).count();
        if (highest > writes) {
            violated("version %d is there after at most %d writes".formatted(highest, writes));
        }
    }

    /** Sweeps over real time: what had returned before an operation began bounds its version from below. */
    private void order() {
        List<RegisterOperation> byReturn = operations.stream()
                .filter(operation -> operation.outcome() != Outcome.UNKNOWN)
                .sorted(Comparator.comparingLong(RegisterOperation::returned))
                .toList();
        int newest = 0;
        int returned = 0;
        for (RegisterOperation operation : byInvocation(done())) {
            while (returned < byReturn.size() && byReturn.get(returned).returned() < operation.invoked()) {
                newest = Math.max(newest, byReturn.get(returned).knownAfter());
                returned++;
            }
            int least = operation.kind().writes() ? newest + 1 : newest;
            if (operation.version() >= least || operation.kind() == Kind.LOOK) {
                continue;
            }
            if (mayBeStale(operation)) {
                excused++;
            } else {
                violated("a %s saw version %d although version %d was there before it began"
                        .formatted(operation.kind(), operation.version(), newest));
            }
        }
    }

    /** Versions only grow, so a refusal is wrong where the expected version was still there after it. */
    private void refusals() {
        TreeMap<Long, Integer> oldestFrom = new TreeMap<>(); // of all operations that begin then or later
        int oldest = Integer.MAX_VALUE;
        for (RegisterOperation operation : byInvocation(done()).reversed()) {
            if (operation.kind() != Kind.LOOK && !mayBeStale(operation)) {
                int found = operation.kind().writes() ? operation.version() - 1 : operation.version();
                oldest = Math.min(oldest, found);
                oldestFrom.put(operation.invoked(), oldest);
            }
        }
        for (RegisterOperation refused : operations) {
            if (refused.outcome() != Outcome.REFUSED) {
                continue;
            }
            Map.Entry<Long, Integer> later = oldestFrom.higherEntry(refused.returned());
            boolean stillThere = later != null && later.getValue() <= refused.expected();
            if (stillThere || earliestChange(refused.expected()) > refused.returned()) {
                violated("a compare-and-set with version %d was refused although that was the version all the time"
                        .formatted(refused.expected()));
            }
        }
    }

    /** When a version can have been replaced at the earliest. */
    private long earliestChange(int version) {
        Optional<RegisterOperation> known =
                Optional.ofNullable(valueOf.get(version + 1)).map(writerOf::get);
        if (known.isPresent()) {
            return known.get().invoked();
        }
        return operations.stream()
                .filter(operation -> operation.outcome() == Outcome.UNKNOWN)
                .filter(operation -> !versionOf.containsKey(operation.value())) // otherwise it made another version
                .filter(operation -> operation.kind() == Kind.WRITE || operation.expected() == version)
                .mapToLong(RegisterOperation::invoked)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private List<RegisterOperation> done() {
        return operations.stream().filter(RegisterOperation::isDone).toList();
    }

    private static List<RegisterOperation> byInvocation(List<RegisterOperation> operations) {
        return operations.stream()
                .sorted(Comparator.comparingLong(RegisterOperation::invoked))
                .toList();
    }

    private boolean mayBeStale(RegisterOperation operation) {
        return operation.kind() == Kind.SYNCED_READ && doubts.stream().anyMatch(doubt -> doubt.overlaps(operation));
    }
}
