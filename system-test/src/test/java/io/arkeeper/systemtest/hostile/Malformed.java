package io.arkeeper.systemtest.hostile;

import java.util.List;

/** Something that is no request. */
public final class Malformed {

    private static final List<Target> TLS_PORTS =
            List.of(Target.SECURE_CLIENT, Target.QUORUM, Target.ELECTION, Target.HTTPS);

    private final Target target;
    private final byte[] bytes;
    private final int inputs;
    private final boolean belowTls;

    /**
     * @param bytes all that is sent over one connection
     * @param inputs how many malformed messages are in it
     */
    Malformed(Target target, byte[] bytes, int inputs) {
        this(target, bytes, inputs, false);
    }

    private Malformed(Target target, byte[] bytes, int inputs, boolean belowTls) {
        this.target = target;
        this.bytes = bytes;
        this.inputs = inputs;
        this.belowTls = belowTls;
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

    /**
     * The same for connections on which TLS is agreed on already: what is said within it is none of the protocol's messages, and
     * at times what is on the wire is none of TLS'.
     */
    public static Malformed withinTls(long seed, long number) {
        Dice dice = new Dice(seed, number);
        if (dice.below(8) == 0) {
            return new Malformed(dice.of(TLS_PORTS), TlsNoise.afterTheHandshake(dice), 1, true);
        }
        Malformed plain = of(seed, number);
        Target target =
                switch (plain.target) {
                    case CLIENT -> Target.SECURE_CLIENT;
                    case HTTP -> Target.HTTPS;
                    case QUORUM, ELECTION, SECURE_CLIENT, HTTPS -> plain.target;
                };
        return new Malformed(target, plain.bytes, plain.inputs);
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

    /** A request that is announced, after a session was asked for or before, and of which nothing comes. */
    public static byte[] announcement(int length, boolean session) {
        return session ? ClientNoise.announcedInASession(length) : ClientNoise.announced(length);
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

    /** Whether it goes past TLS, where that is agreed on. */
    boolean isBelowTls() {
        return belowTls;
    }
}
