package io.arkeeper.systemtest.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Writes as ZooKeeper does. */
final class Bytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    interface Step {
        void write(DataOutputStream out) throws IOException;
    }

    Bytes put(Step step) {
        try {
            step.write(out);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bytes number(int number) {
        return put(to -> to.writeInt(number));
    }

    Bytes number(long number) {
        return put(to -> to.writeLong(number));
    }

    Bytes raw(byte... more) {
        return put(to -> to.write(more));
    }

    Bytes text(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        return number(encoded.length).raw(encoded);
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }

    /** With its length before it. */
    byte[] framed() {
        return new Bytes().number(bytes.size()).raw(toArray()).toArray();
    }

    static byte[] cut(byte[] whole, int length) {
        return Arrays.copyOf(whole, length);
    }
}
