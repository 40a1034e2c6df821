package io.arkeeper.cli.kube;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where two trees differ. */
public final class TreeDiff {

    /**
     * One place that differs.
     *
     * @param path as in {@code spec.template.spec.containers[0].image}
     * @param before empty where there was nothing
     * @param after empty where there is nothing any more
     */
    public record Change(String path, Optional<String> before, Optional<String> after) {

        public String line() {
            if (before.isEmpty()) {
                return "+ %s: %s".formatted(path, after.orElse(""));
            }
            return after.map(text -> "~ %s: %s → %s".formatted(path, before.get(), text))
                    .orElseGet(() -> "- %s: %s".formatted(path, before.get()));
        }
    }

    /** The API server leaves these out where they are the default. */
    private static final Set<String> ZERO = Set.of("", "0", "false");

    private final boolean onlyWhatWasThere;
    private final List<Change> changes = new ArrayList<>();

    private TreeDiff(boolean onlyWhatWasThere) {
        this.onlyWhatWasThere = onlyWhatWasThere;
    }

    public static List<Change> between(Object before, Object after) {
        TreeDiff diff = new TreeDiff(false);
        diff.compare("", before, after);
        return diff.changes;
    }

    /** Only what {@code before} has and {@code after} has otherwise: an API server adds defaults of its own. */
    public static List<Change> departures(Object before, Object after) {
        TreeDiff diff = new TreeDiff(true);
        diff.compare("", before, after);
        return diff.changes;
    }

    private void compare(String path, Object before, Object after) {
        if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> young) {
            Set<Object> keys = new LinkedHashSet<>(old.keySet());
            if (!onlyWhatWasThere) {
                keys.addAll(young.keySet());
            }
            keys.forEach(
                    key -> compare(path.isEmpty() ? key.toString() : path + "." + key, old.get(key), young.get(key)));
        } else if (before instanceof List<?> old && after instanceof List<?> young) {
            for (int i = 0; i < Math.max(old.size(), young.size()); i++) {
                compare("%s[%d]".formatted(path, i), at(old, i), at(young, i));
            }
        } else if (before instanceof String old && after instanceof String young && (old + young).contains("\n")) {
            compareLines(path, old.lines().toList(), young.lines().toList());
        } else if (!same(before, after)) {
            changes.add(new Change(path, text(before), text(after)));
        }
    }

    /** A file inside an object: the lines that were taken away and those that were added. */
    private void compareLines(String path, List<String> before, List<String> after) {
        before.stream()
                .filter(line -> !after.contains(line))
                .forEach(line -> changes.add(new Change(path, Optional.of(line), Optional.empty())));
        after.stream()
                .filter(line -> !before.contains(line))
                .forEach(line -> changes.add(new Change(path, Optional.empty(), Optional.of(line))));
    }

    private static Object at(List<?> list, int index) {
        return index < list.size() ? list.get(index) : null;
    }

    /** Numbers and quantities may be written in several ways, and nothing is the same as a zero. */
    private static boolean same(Object before, Object after) {
        return Objects.equals(text(before), text(after))
                || (isNothing(before) && isNothing(after))
                || sameQuantity(before, after);
    }

    private static boolean sameQuantity(Object before, Object after) {
        if (before == null || after == null) {
            return false;
        }
        Quantity old = Quantity.of(before.toString());
        return old.amount().signum() != 0 && old.compareTo(Quantity.of(after.toString())) == 0;
    }

    private static boolean isNothing(Object value) {
        return value == null
                || ZERO.contains(value.toString())
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty());
    }

    private static Optional<String> text(Object value) {
        return Optional.ofNullable(value).map(String::valueOf);
    }
}
