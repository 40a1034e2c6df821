package io.arkeeper.systemtest.hostile;

/** Something that is no request. */
public final class Malformed {

    private final Target target;
    private final byte[] bytes;
    private final int inputs;

    /**
     * @param bytes all that is sent over one connection
     * @param inputs how many malformed messages are in it
     */
    Malformed(Target target, byte[] bytes, int inputs) {
        this.target = target;
        this.bytes = bytes;
        this.inputs = inputs;
    }

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

    public Target target() {
        return target;
    }

    byte[] bytes() {
        return bytes;
    }

    int inputs() {
        return inputs;
    }
}
