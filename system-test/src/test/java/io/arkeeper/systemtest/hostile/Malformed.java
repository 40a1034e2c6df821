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

    /** The same for ports on which TLS is spoken. */
    public static Malformed ofTls(long seed, long number) {
        return TlsNoise.of(new Dice(seed, number));
    }

    /** The first message of who speaks TLS 1.0 and nothing newer. */
    public static Malformed tls10(Target target) {
        return new Malformed(target, TlsNoise.tls10(new Dice(0, 0)), 1);
    }

    /** A handshake that ends in the midst of its first message. */
    public static Malformed truncatedTls(Target target) {
        byte[] whole = TlsNoise.hello(new Dice(0, 0));
        return new Malformed(target, Bytes.cut(whole, whole.length / 2), 1);
    }

    /** A session with one request, whose body is nonsense. */
    public static Malformed request(int operation, byte... body) {
        return new Malformed(Target.CLIENT, ClientNoise.one(operation, body), 1);
    }

    /** Bytes that are sent as they are. */
    public static Malformed raw(Target target, byte... bytes) {
        return new Malformed(target, bytes.clone(), 1);
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
