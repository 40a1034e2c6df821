package io.arkeeper.core;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk in bytes, written the way Kubernetes quantities and JVM heaps are.
 *
 * <p>The two disagree: {@code 2G} is 2·10⁹ bytes as a quantity and 2·2³⁰ as a heap. Hence two readers.
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})([a-zA-Z]*)");
    private static final Map<String, Long> QUANTITY_UNITS = Map.of(
            "",
            1L,
            "k",
            1_000L,
            "M",
            1_000_000L,
            "G",
            1_000_000_000L,
            "T",
            1_000_000_000_000L,
            "Ki",
            1L << 10,
            "Mi",
            1L << 20,
            "Gi",
            1L << 30,
            "Ti",
            1L << 40);
    private static final Map<String, Long> HEAP_UNITS = Map.of("", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30);

    /** Reads a Kubernetes quantity in whole units: {@code 3Gi}, {@code 500M}, {@code 1073741824}. */
    public static DataSize ofQuantity(String name, String text) {
        return read(name, text, text, QUANTITY_UNITS, "a quantity such as 3Gi or 500M");
    }

    /** Reads a JVM heap size: {@code 2G}, {@code 512m}. */
    public static DataSize ofHeap(String name, String text) {
        return read(name, text, text.toLowerCase(Locale.ROOT), HEAP_UNITS, "a JVM heap size such as 2G or 512m");
    }

    private static DataSize read(
            String name, String text, String comparable, Map<String, Long> units, String expected) {
        Matcher matcher = TEXT.matcher(comparable);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            throw new InvalidSetting(name, "'" + text + "'", expected, "mend it");
        }
        long amount = Long.parseLong(matcher.group(1));
        long unit = units.get(matcher.group(2));
        if (amount > Long.MAX_VALUE / unit) {
            throw new InvalidSetting(name, "'" + text + "'", "less than 8388608Ti", "mend it");
        }
        return new DataSize(amount * unit);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest binary unit of which it is at least one: {@code 50.0 GiB}. */
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double amount = bytes;
        int unit = 0;
        while (Math.round(amount * 10) >= 10 * 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }
}
