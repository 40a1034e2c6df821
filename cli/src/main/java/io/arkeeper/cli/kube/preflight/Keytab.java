package io.arkeeper.cli.kube.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has a key in a file of Kerberos keys.
 *
 * <pre>
 * 05 VERSION, then entries: SIZE (of 4 bytes; of a hole where negative), COUNT REALM COMPONENT... and what follows them
 * </pre>
 *
 * @param principals as in {@code zookeeper/host@REALM}
 */
record Keytab(Set<String> principals) {

    private static final byte FORMAT = 5;
    private static final byte OLD = 1; // written in the byte order of the machine, and COUNT counts the realm too

    /** Empty where it is no keytab, or a damaged one. */
    static Optional<Keytab> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < 2 || in.get() != FORMAT) {
            return Optional.empty();
        }
        byte version = in.get();
        if (version != OLD && version != OLD + 1) {
            return Optional.empty();
        }
        in.order(version == OLD ? ByteOrder.nativeOrder() : ByteOrder.BIG_ENDIAN);
        try {
            return Optional.of(new Keytab(principals(in, version == OLD ? 1 : 0)));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty(); // it says that it is longer than it is
        }
    }

    private static Set<String> principals(ByteBuffer in, int countedBesides) {
        Set<String> found = new TreeSet<>();
        while (in.remaining() >= Integer.BYTES) {
            int size = in.getInt();
            if (size == 0) {
                break; // the rest was never written
            }
            int end = in.position() + Math.abs(size);
            if (size > 0) {
                found.add(principal(in.duplicate().order(in.order()).limit(end), countedBesides));
            }
            in.position(end);
        }
        return found;
    }

    private static String principal(ByteBuffer entry, int countedBesides) {
        int components = entry.getShort() - countedBesides;
        String realm = text(entry);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < components; i++) {
            name.append(i == 0 ? "" : "/").append(text(entry));
        }
        return name + "@" + realm;
    }

    private static String text(ByteBuffer entry) {
        byte[] bytes = new byte[Short.toUnsignedInt(entry.getShort())];
        entry.get(bytes);
        return new String(bytes, UTF_8);
    }
}
