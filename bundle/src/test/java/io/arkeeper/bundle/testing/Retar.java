package io.arkeeper.bundle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Takes a tar apart and puts another one together, as somebody does who changes a file on its way. */
public final class Retar {

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    public static Retar of(Path file) throws IOException {
        Retar retar = new Retar();
        try (InputStream in = Files.newInputStream(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(in, UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    retar.entries.put(entry.getName(), tar.readAllBytes());
                }
            }
        }
        return retar;
    }

    public byte[] get(String name) {
        return entries.get(name);
    }

    public Retar put(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    public Retar put(String name, String text) {
        return put(name, text.getBytes(UTF_8));
    }

    /** Flips a bit in the middle. */
    public Retar flip(String name) {
        byte[] flipped = get(name).clone();
        flipped[flipped.length / 2] ^= 1;
        return put(name, flipped);
    }

    /** Changes the root of the layout. */
    public Retar editRoot(UnaryOperator<String> change) {
        String root = new String(get("index.json"), UTF_8);
        String changed = change.apply(root);
        if (changed.equals(root)) {
            throw new AssertionError("nothing to change in " + root);
        }
        return put("index.json", changed);
    }

    public Retar remove(String name) {
        if (entries.remove(name) == null) {
            throw new AssertionError("no entry " + name);
        }
        return this;
    }

    public Path write(Path file) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file), UTF_8.name())) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                TarArchiveEntry made = new TarArchiveEntry(entry.getKey(), true);
                made.setSize(entry.getValue().length);
                tar.putArchiveEntry(made);
                tar.write(entry.getValue());
                tar.closeArchiveEntry();
            }
        }
        return file;
    }
}
