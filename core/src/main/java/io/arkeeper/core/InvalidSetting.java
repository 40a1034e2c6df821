package io.arkeeper.core;

/**
 * One setting that cannot be used, said the way every message of Arkeeper is: what, found, expected, what to do.
 *
 * <p>Example: {@code servers is 4, expected 1, 3, 5 or 7; an even number costs speed and buys no safety, use 5}.
 */
public final class InvalidSetting extends IllegalArgumentException {

    /**
     * @param name the setting as its user wrote it, e.g. {@code tickTimeMs}
     * @param found the value found
     * @param expected what would be accepted, without a leading verb
     * @param advice what to do, in the imperative
     */
    public InvalidSetting(String name, Object found, String expected, String advice) {
        this("%s is %s, expected %s; %s".formatted(name, found, expected, advice));
    }

    /** For a problem that has no value to show, e.g. an unknown name. The sentence is shown as it is. */
    public InvalidSetting(String sentence) {
        super(sentence);
    }
}
