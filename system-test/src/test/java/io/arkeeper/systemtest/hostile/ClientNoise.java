package io.arkeeper.systemtest.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** What is no ZooKeeper client. */
final class ClientNoise {

    private static final List<String> WORDS = List.of(
            "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "lead", "mntr", "obsr", "orst",
            "ruok", "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs", "sysp", "kill", "quit", "GET ");
    private static final List<Integer> OPERATIONS = List.of(
            -11,
            -10,
            -2,
            -1,
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            12,
            13,
            14,
            15,
            16,
            17,
            18,
            19,
            20,
            21,
            22,
            100,
            101,
            102,
            103,
            104,
            105,
            106,
            107,
            1000,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE);
    private static final int REQUESTS = 60; // in one session: making it is the dear part
    private static final int MULTI = 14;
    private static final int SET_WATCHES = 101;
    private static final int CREATE = 1;
    private static final int RECONFIG = 16;
    private static final int LONG_SESSION_MILLIS = 40_000;

    private ClientNoise() {}

    static Malformed of(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> one(dice.bytes(200));
            case 1 ->
                one(new Bytes().number(dice.wrongLength()).raw(dice.bytes(64)).toArray());
            case 2 -> {
                byte[] whole = connect(0, 0, 16);
                yield one(Bytes.cut(whole, dice.below(whole.length)));
            }
            case 3 -> one(connect(dice.anyLong(), dice.anyLong(), dice.wrongLength()));
            case 4 -> one(new Bytes().raw(dice.bytes(500)).framed());
            case 5 -> one(dice.of(WORDS).getBytes(US_ASCII));
            case 6 -> one(connect(dice.anyLong(), 0, 16)); // somebody else's session
            default -> session(dice);
        };
    }

    private static Malformed one(byte[] bytes) {
        return new Malformed(Target.CLIENT, bytes, 1);
    }

    /** A ConnectRequest whose password may be said to be longer than it is. */
    private static byte[] connect(long session, long seen, int passwordLength) {
        return connect(session, seen, passwordLength, 4_000);
    }

    private static byte[] connect(long session, long seen, int passwordLength, int millis) {
        return new Bytes()
                .number(0)
                .number(seen)
                .number(millis)
                .number(session)
                .number(passwordLength)
                .raw(new byte[16])
                .raw((byte) 0)
                .framed();
    }

    private static Malformed session(Dice dice) {
        Bytes all = new Bytes().raw(connect(0, 0, 16));
        for (int i = 0; i < REQUESTS; i++) {
            all.raw(request(dice, i));
        }
        return new Malformed(Target.CLIENT, all.toArray(), REQUESTS);
    }

    /** A session and one request in it. */
    static byte[] one(int operation, byte... body) {
        return new Bytes()
                .raw(connect(0, 0, 16))
                .raw(new Bytes().number(1).number(operation).raw(body).framed())
                .toArray();
    }

    /** The length of a request, and its first byte. */
    static byte[] announced(int length) {
        return new Bytes().number(length).raw((byte) 0).toArray();
    }

    /** The same in a session that lasts as long as one may without a word. */
    static byte[] announcedInASession(int length) {
        return new Bytes()
                .raw(connect(0, 0, 16, LONG_SESSION_MILLIS))
                .raw(announced(length))
                .toArray();
    }

    private static byte[] request(Dice dice, int number) {
        Bytes request = new Bytes().number(number);
        return switch (dice.below(6)) {
            case 0 ->
                request.number(CREATE)
                        .text("/hostile")
                        .number(dice.wrongLength()) // of the data
                        .raw(dice.bytes(64))
                        .framed();
            case 1 ->
                request.number(CREATE)
                        .text("/hostile")
                        .number(0)
                        .number(dice.wrongLength()) // of the list of permissions
                        .raw(dice.bytes(64))
                        .framed();
            case 2 -> {
                request.number(MULTI);
                for (int i = 0; i < 50; i++) {
                    request.number(dice.of(OPERATIONS)).raw((byte) 0).number(-1);
                }
                yield request.raw(dice.bytes(64)).framed();
            }
            case 3 -> {
                request.number(SET_WATCHES).number(dice.anyLong()).number(dice.wrongLength());
                for (int i = 0; i < 100; i++) {
                    request.number(-1); // a path that is null
                }
                yield request.framed();
            }
            case 4 ->
                request.number(RECONFIG)
                        .text("server.9=127.0.0.1:1:2:participant;3")
                        .text("1,2,3")
                        .number(-1)
                        .number(-1L)
                        .framed();
            default -> request.number(dice.of(OPERATIONS)).raw(dice.bytes(128)).framed();
        };
    }
}
