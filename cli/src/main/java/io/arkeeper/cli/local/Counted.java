package io.arkeeper.cli.local;

/** Numbers and what they count, as people write them. */
public final class Counted {

    private Counted() {}

    /** {@code 1 voter}, {@code 3 voters}; of nouns that take an s. */
    public static String of(long number, String noun) {
        return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }

    /** The form of a verb, or of anything else, that goes with a number. */
    public static String form(long number, String ofOne, String ofSeveral) {
        return number == 1 ? ofOne : ofSeveral;
    }
}
