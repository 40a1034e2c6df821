package io.arkeeper.systemtest.hostile;

/**
 * Something that is no request.
 *
 * @param bytes all that is sent over one connection
 * @param inputs how many malformed messages are in it
 */
public record Malformed(Target target, byte[] bytes, int inputs) {

    /** The one that a seed and a number stand for. */
    public static Malformed of(long seed, long number) {
        Dice dice = new Dice(seed, number);
        return switch (dice.below(10)) {
            case 0, 1, 2, 3, 4 -> ClientNoise.of(dice);
            case 5, 6 -> PeerNoise.election(dice);
            case 7 -> PeerNoise.quorum(dice);
            default -> HttpNoise.of(dice);
        };
    }
}
