package io.arkeeper.bundle.sbom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the Go compiler writes into everything it builds: its own version, and the modules that went in.
 *
 * @param goVersion without the leading {@code go}
 */
record GoBuild(String goVersion, List<Module> modules) {

    private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(ISO_8859_1);
    private static final int HEADER = 32; // with the magic; two texts follow, each after its length
    private static final int LARGEST = 1 << 20;
    private static final int SENTINEL = 16; // bytes before and after the list of modules
    private static final int BUFFER = 1 << 16;

    GoBuild {
        modules = List.copyOf(modules);
    }

    /** A module, e.g. {@code helm.sh/helm/v3} and {@code v3.21.0}. */
    record Module(String path, String version) {}

    /** Reads to the end; empty where it was not built by Go, or by one before 1.18. */
    static Optional<GoBuild> read(InputStream in) throws IOException {
        byte[] window = new byte[MAGIC.length - 1 + BUFFER];
        int kept = 0;
        Optional<GoBuild> found = Optional.empty();
        while (true) {
            int read = in.readNBytes(window, kept, BUFFER);
            int filled = kept + read;
            if (found.isEmpty()) {
                int at = indexOf(window, filled);
                if (at >= 0) {
                    byte[] rest = in.readNBytes(LARGEST);
                    byte[] start = Arrays.copyOfRange(window, at, filled + rest.length);
                    System.arraycopy(rest, 0, start, filled - at, rest.length);
                    found = parse(start);
                    continue;
                }
            }
            if (read < BUFFER) {
                return found;
            }
            kept = MAGIC.length - 1;
            System.arraycopy(window, filled - kept, window, 0, kept);
        }
    }

    private static int indexOf(byte[] bytes, int length) {
        for (int i = 0; i + MAGIC.length <= length; i++) {
            if (bytes[i] == MAGIC[0] && Arrays.equals(bytes, i, i + MAGIC.length, MAGIC, 0, MAGIC.length)) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<GoBuild> parse(byte[] bytes) {
        Texts texts = new Texts(bytes, HEADER);
        Optional<byte[]> version = texts.next();
        Optional<byte[]> modules = texts.next();
        if (version.isEmpty() || modules.isEmpty() || modules.get().length < 2 * SENTINEL) {
            return Optional.empty();
        }
        String list = new String(modules.get(), SENTINEL, modules.get().length - 2 * SENTINEL, UTF_8);
        return Optional.of(new GoBuild(
                new String(version.get(), UTF_8).replaceFirst("^go", ""),
                list.lines()
                        .map(line -> line.split("\t", -1))
                        .filter(words -> words.length >= 3 && words[0].equals("dep"))
                        .map(words -> new Module(words[1], words[2]))
                        .toList()));
    }

    /** Texts one after the other, each after its length in groups of seven bits. */
    private static final class Texts {
        private final byte[] bytes;
        private int position;

        Texts(byte[] bytes, int position) {
            this.bytes = bytes;
            this.position = position;
        }

        Optional<byte[]> next() {
            long length = 0;
            for (int shift = 0; position < bytes.length && shift < Integer.SIZE; shift += 7) {
                byte part = bytes[position++];
                length |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    if (position + length > bytes.length) {
                        return Optional.empty();
                    }
                    byte[] text = Arrays.copyOfRange(bytes, position, position + (int) length);
                    position += (int) length;
                    return Optional.of(text);
                }
            }
            return Optional.empty();
        }
    }
}
