package io.arkeeper.systemtest.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What is no member, and does not pretend to be one of the ensemble's. */
final class PeerNoise {

    private static final long STRANGER = 200; // no member has this id
    private static final int NOTIFICATIONS = 20;
    private static final List<String> ADDRESSES = List.of(
            "127.0.0.1:70000",
            "127.0.0.1:-1",
            "127.0.0.1",
            ":3888",
            "",
            "|",
            "a:b",
            "[::1:3888",
            "x".repeat(900),
            "127.0.0.1:3888|127.0.0.1:99999",
            "\u0000:1",
            "127.0.0.1:99999999999");
    private static final List<String> CONFIGS = List.of(
            "version=1",
            "version=x",
            "server.x=a:1:2",
            "server.1=a:1:99999",
            "group.1=1:2",
            "weight.1=x",
            "server.1=",
            "server.99999999999=a:1:2:participant;1",
            "x".repeat(4_000),
            "server.1=a:1:2:observer;3\nversion=ffffffff");

    private PeerNoise() {}

    static Malformed election(Dice dice) {
        if (dice.below(6) == 0) {
            return notifications(dice);
        }
        byte[] bytes =
                switch (dice.below(5)) {
                    case 0 -> dice.bytes(100);
                    case 1 ->
                        new Bytes()
                                .number(-65536L)
                                .number(dice.anyLong())
                                .number(dice.wrongLength())
                                .raw(dice.bytes(64))
                                .toArray();
                    case 2 -> opening(dice.of(ADDRESSES)).toArray();
                    case 3 ->
                        opening("127.0.0.1:1")
                                .number(dice.wrongLength())
                                .raw(dice.bytes(64))
                                .toArray();
                    default ->
                        opening("127.0.0.1:1")
                                .raw(new Bytes().raw(dice.bytes(200)).framed())
                                .toArray();
                };
        return new Malformed(Target.ELECTION, bytes, 1);
    }

    private static Malformed notifications(Dice dice) {
        Bytes all = opening("127.0.0.1:1");
        for (int i = 0; i < NOTIFICATIONS; i++) {
            all.raw(notification(dice.of(CONFIGS)));
        }
        return new Malformed(Target.ELECTION, all.toArray(), NOTIFICATIONS);
    }

    private static Bytes opening(String address) {
        return new Bytes().number(-65536L).number(STRANGER).text(address);
    }

    private static byte[] notification(String config) {
        return new Bytes()
                .number(0)
                .number(STRANGER)
                .number(0L)
                .number(1L)
                .number(0L)
                .number(2)
                .raw(new Bytes().raw(config.getBytes(UTF_8)).framed())
                .framed();
    }

    static Malformed quorum(Dice dice) {
        byte[] bytes =
                switch (dice.below(5)) {
                    case 0 -> dice.bytes(100);
                    case 1 ->
                        new Bytes()
                                .number(11)
                                .number(dice.anyLong())
                                .number(dice.wrongLength()) // of its description
                                .raw(dice.bytes(64))
                                .toArray();
                    case 2 -> learner(dice.wrongLength()).raw(new byte[400]).toArray();
                    case 3 ->
                        new Bytes().number(dice.below(40)).raw(dice.bytes(100)).toArray();
                    default ->
                        learner(-1) // and then no acknowledgement
                                .number(dice.below(40))
                                .number(dice.anyLong())
                                .number(dice.wrongLength())
                                .raw(dice.bytes(64))
                                .toArray();
                };
        return new Malformed(Target.QUORUM, bytes, 1);
    }

    /** OBSERVERINFO, which nobody counts for a majority. */
    private static Bytes learner(int identities) {
        return new Bytes()
                .number(16)
                .number(0L)
                .number(20)
                .number(STRANGER)
                .number(0x10000)
                .number(0L)
                .number(identities);
    }
}
