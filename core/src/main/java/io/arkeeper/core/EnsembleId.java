package io.arkeeper.core;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Tells one ensemble from every other, also from an earlier one of the same name whose volume claims were kept. Names,
 * ordinals and configurations are the same then, and ZooKeeper itself would mix both databases without noticing.
 *
 * @param value 16 hexadecimal digits, lower case
 */
public record EnsembleId(String value) {

    private static final Pattern VALUE = Pattern.compile("[0-9a-f]{16}");

    public EnsembleId {
        if (!VALUE.matcher(value).matches()) {
            throw new InvalidSetting(
                    "ensemble identity",
                    "'" + value + "'",
                    "16 hexadecimal digits in lower case",
                    "restore the file it was read from");
        }
    }

    /** A new one, which no other ensemble has. */
    public static EnsembleId random(RandomGenerator random) {
        return new EnsembleId(HexFormat.of().toHexDigits(random.nextLong()));
    }

    @Override
    public String toString() {
        return value;
    }
}
