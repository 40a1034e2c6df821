package io.arkeeper.cli.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A log file that is set aside when it has grown too long: {@code x.log}, before it {@code x.log.1}, {@code x.log.2}. */
final class RotatingLog implements AutoCloseable {

    static final long LONGEST = 10L << 20; // the kubelet's own containerLogMaxSize
    private static final int KEPT = 2;

    private final Path file;
    private final long longest;
    private OutputStream out;
    private long length;

    RotatingLog(Path file, long longest) throws IOException {
        this.file = file;
        this.longest = longest;
        this.out = open();
        this.length = Files.size(file);
    }

    void line(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (length > 0 && length + bytes.length > longest) {
            rotate();
        }
        out.write(bytes);
        length += bytes.length;
    }

    private void rotate() throws IOException {
        out.close();
        for (int age = KEPT; age > 1; age--) {
            if (Files.exists(aged(age - 1))) {
                Files.move(aged(age - 1), aged(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, aged(1), StandardCopyOption.REPLACE_EXISTING);
        out = open();
        length = 0;
    }

    private Path aged(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
