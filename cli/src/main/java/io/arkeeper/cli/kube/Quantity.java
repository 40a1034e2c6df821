package io.arkeeper.cli.kube;

import io.arkeeper.core.DataSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount as Kubernetes writes it: {@code 100m}, {@code 0.5}, {@code 2.5Gi}, {@code 1e3}. */
public record Quantity(BigDecimal amount) implements Comparable<Quantity> {

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

    private static final Pattern TEXT =
            Pattern.compile("([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", binary(1)),
            Map.entry("Mi", binary(2)),
            Map.entry("Gi", binary(3)),
            Map.entry("Ti", binary(4)),
            Map.entry("Pi", binary(5)),
            Map.entry("Ei", binary(6)));

    private static BigDecimal binary(int power) {
        return BigDecimal.valueOf(1024).pow(power);
    }

    /** Zero where the text is none: the API server checks its quantities itself. */
    public static Quantity of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return ZERO;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        return new Quantity(matcher.group(2) == null ? number : number.multiply(UNITS.get(matcher.group(2))));
    }

    public Quantity plus(Quantity other) {
        return new Quantity(amount.add(other.amount));
    }

    public Quantity minus(Quantity other) {
        return new Quantity(amount.subtract(other.amount));
    }

    public Quantity times(int factor) {
        return new Quantity(amount.multiply(BigDecimal.valueOf(factor)));
    }

    public boolean isLessThan(Quantity other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    /** As memory or disk: {@code 700.0 MiB}. */
    public String asBytes() {
        return new DataSize(amount.max(BigDecimal.ZERO).longValue()).toString();
    }

    /** As cores: {@code 0.1}. */
    public String asCores() {
        return amount.setScale(3, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }
}
