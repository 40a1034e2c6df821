package io.arkeeper.systemtest.hostile;

import java.util.List;

/** What is no handshake of TLS, or begins one and does not end it. */
final class TlsNoise {

    private static final List<Target> TARGETS =
            List.of(Target.SECURE_CLIENT, Target.SECURE_CLIENT, Target.QUORUM, Target.ELECTION, Target.HTTPS);
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int TLS_1_0 = 0x0301;
    private static final int TLS_1_2 = 0x0303;
    private static final byte[] OLD_CIPHERS = {0, 6, 0, 0x2f, (byte) 0xc0, 0x13, (byte) 0xc0, 0x14};
    private static final byte[] NEW_CIPHERS = {0, 4, 0x13, 2, 0x13, 1};
    private static final byte[] BEFORE_THE_KEY = {
        0, 0x2b, 0, 3, 2, 3, 4, // the versions: TLS 1.3
        0, 0x0a, 0, 4, 0, 2, 0, 0x1d, // the groups: X25519
        0, 0x0d, 0, 4, 0, 2, 4, 3, // the signatures: ECDSA on P-256
        0, 0x33, 0, 0x26, 0, 0x24, 0, 0x1d, 0, 0x20
    };

    private TlsNoise() {}

    static Malformed of(Dice dice) {
        return new Malformed(dice.of(TARGETS), bytes(dice), 1);
    }

    private static byte[] bytes(Dice dice) {
        return switch (dice.below(10)) {
            case 0 -> dice.bytes(300);
            case 1 -> record(HANDSHAKE, dice.below(0x10000), dice.bytes(100)); // says another length than it has
            case 2 -> {
                byte[] whole = hello(dice);
                yield Bytes.cut(whole, dice.below(whole.length));
            }
            case 3 -> tls10(dice);
            case 4 ->
                new Bytes()
                        .raw((byte) 0x80, (byte) 0x2e, (byte) 1, (byte) 0, (byte) 2)
                        .raw(dice.bytes(60))
                        .toArray();
            case 5 -> new Bytes().raw(hello(dice)).raw(dice.bytes(200)).toArray(); // is answered with a signature first
            case 6 -> {
                byte[] changed = hello(dice);
                for (int i = 0; i < 3; i++) {
                    changed[dice.below(changed.length)] ^= (byte) (1 + dice.below(255));
                }
                yield changed;
            }
            case 7 -> record(20 + dice.below(5), 2, new byte[] {2, 40}); // an alert, data, a change of ciphers
            case 8 ->
                record(
                        HANDSHAKE,
                        0x4000,
                        new Bytes().number(0x01ffffff).raw(new byte[0x4000 - 4]).toArray());
            default -> ClientNoise.of(dice).bytes();
        };
    }

    /** The first message of who speaks TLS 1.0 and nothing newer. */
    static byte[] tls10(Dice dice) {
        return handshake(TLS_1_0, dice, OLD_CIPHERS, new byte[0]);
    }

    /** One that is as it should be, of TLS 1.3. */
    static byte[] hello(Dice dice) {
        byte[] extensions =
                new Bytes().raw(BEFORE_THE_KEY).raw(dice.exactly(32)).toArray();
        return handshake(TLS_1_2, dice, NEW_CIPHERS, extensions);
    }

    private static byte[] handshake(int version, Dice dice, byte[] ciphers, byte[] extensions) {
        byte[] body = new Bytes()
                .put(to -> to.writeShort(version))
                .raw(dice.exactly(32))
                .raw((byte) 0) // no session
                .raw(ciphers)
                .raw((byte) 1, (byte) 0) // no compression
                .put(to -> to.writeShort(extensions.length))
                .raw(extensions)
                .toArray();
        byte[] message = new Bytes().number(1 << 24 | body.length).raw(body).toArray();
        return record(HANDSHAKE, message.length, message);
    }

    /** Records that nobody has encrypted, of lengths that there are not, cut short, or none at all. */
    static byte[] afterTheHandshake(Dice dice) {
        return switch (dice.below(5)) {
            case 0 -> dice.bytes(300);
            case 1 -> {
                byte[] content = dice.bytes(400);
                yield record(APPLICATION_DATA, content.length, content);
            }
            case 2 -> record(APPLICATION_DATA, dice.below(0x10000), dice.bytes(100)); // too long, or cut short
            case 3 -> record(20 + dice.below(5), 2, new byte[] {2, 40}); // an alert in plaintext, a change of ciphers
            default -> hello(dice); // once more
        };
    }

    static byte[] record(int type, int length, byte... content) {
        return new Bytes()
                .raw((byte) type)
                .put(to -> to.writeShort(TLS_1_0)) // as all first records say
                .put(to -> to.writeShort(length))
                .raw(content)
                .toArray();
    }
}
