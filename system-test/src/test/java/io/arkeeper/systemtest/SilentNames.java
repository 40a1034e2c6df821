package io.arkeeper.systemtest;

import io.arkeeper.cli.local.InstanceDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A name server that takes questions and answers none: the members' hosts file is a pipe into which nobody writes, so whoever opens it
 * to find a name waits. In the end all who wait learn that there is no such name.
 */
final class SilentNames implements AutoCloseable {

    private final Path pipe;

    private SilentNames(Path pipe) {
        this.pipe = pipe;
    }

    /** Until it is closed, and until names are restored after that. */
    static SilentNames of(Path root) throws IOException, InterruptedException {
        Path hosts = new InstanceDirectory(root).hosts();
        Path pipe = hosts.resolveSibling("hosts.pipe");
        Path link = hosts.resolveSibling("hosts.link");
        if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo cannot make " + pipe);
        }
        Files.createLink(link, pipe);
        Files.move(link, hosts, StandardCopyOption.ATOMIC_MOVE);
        return new SilentNames(pipe);
    }

    @Override
    public void close() throws IOException {
        Files.delete(pipe.resolveSibling("hosts")); // nobody else begins to wait
        new RandomAccessFile(pipe.toFile(), "rw").close(); // who opens a pipe to write ends the wait of those who read
        Files.delete(pipe);
    }
}
