package io.arkeeper.core;

/**
 * A yes or no with its reason: one sentence that goes unchanged to the probe body, the log and {@code status}.
 *
 * @param yes the answer
 * @param reason one sentence without a full stop
 */
public record Verdict(boolean yes, String reason) {

    public static Verdict yes(String reason) {
        return new Verdict(true, reason);
    }

    public static Verdict no(String reason) {
        return new Verdict(false, reason);
    }
}
