package io.arkeeper.systemtest.hostile;

import java.util.List;
import java.util.SplittableRandom;

/** Randomness that can be had again. */
final class Dice {

    private static final List<Integer> WRONG_LENGTHS =
            List.of(-1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x7fffff00, 0x100000, 0, 1, 1_048_576, 524_289);

    private final SplittableRandom random;

    Dice(long seed, long number) {
        this.random = new SplittableRandom(seed * 31 + number);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long anyLong() {
        return random.nextLong();
    }

    byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    byte[] exactly(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One that nobody should believe. */
    int wrongLength() {
        return below(3) == 0 ? random.nextInt() : of(WRONG_LENGTHS);
    }
}
