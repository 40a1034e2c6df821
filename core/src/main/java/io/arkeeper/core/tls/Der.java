package io.arkeeper.core.tls;

import java.util.Arrays;

/** As much of ASN.1 as it takes to put one key into another's envelope. */
final class Der {

    private static final int MOST_OCTETS = 3; // of a length: 16 MiB

    private Der() {}

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    static byte[] element(int tag, byte[] content) {
        byte[] head;
        if (content.length < 0x80) {
            head = new byte[] {(byte) tag, (byte) content.length};
        } else if (content.length < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) content.length};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        }
        return join(head, content);
    }

    /** The content of the first element with this tag inside the outermost one. */
    static byte[] child(byte[] der, int tag) {
        int at = contentStart(der, 0);
        while (at < der.length) {
            int start = contentStart(der, at);
            int end = start + length(der, at);
            if ((der[at] & 0xff) == tag) {
                return Arrays.copyOfRange(der, start, end);
            }
            at = end;
        }
        throw new IllegalArgumentException("it does not name its curve");
    }

    static boolean contains(byte[] der, byte[] part) {
        for (int at = 0; at + part.length <= Math.min(der.length, 64); at++) {
            if (Arrays.equals(der, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static int contentStart(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets > MOST_OCTETS) {
            throw new IllegalArgumentException("one of its lengths takes %d bytes".formatted(octets));
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }
}
