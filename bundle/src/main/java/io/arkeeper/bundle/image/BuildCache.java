package io.arkeeper.bundle.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which builds keep what the next one can use again: blobs, and notes of which layer is which blob.
 *
 * <p>Every build holds a shared lock from its first blob to its last, and nothing is deleted while anybody holds one.
 */
public final class BuildCache {

    private static final List<String> PRUNED = List.of("blobs", "runtime", "command");

    private final Path directory;
    private final InstantSource clock;

    public BuildCache(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * What may stay.
     *
     * @param unused how long something stays that no build uses
     * @param bytes of all together; beyond it the least recently used goes
     * @param recent how long something stays in any case
     */
    public record Limits(Duration unused, long bytes, Duration recent) {

        public static final Limits DEFAULT = new Limits(Duration.ofDays(30), 4L << 30, Duration.ofDays(1));
    }

    /** While it is open, nothing is deleted. */
    public static final class Use implements AutoCloseable {
        private final FileChannel channel;

        private Use(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Begins a build; waits while another run deletes. */
    public Use use() throws IOException {
        FileChannel channel = lockFile();
        try {
            channel.lock(0, Long.MAX_VALUE, true);
            return new Use(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A build has used this file: it stays. */
    static void used(Path file) throws IOException {
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(Instant.now()));
    }

    private record Kept(Path file, Instant used, long size) {}

    /**
     * Deletes what is beyond the limits; nothing where somebody builds, whose own end comes.
     *
     * @return bytes that were freed
     */
    public long prune(Limits limits) throws IOException {
        try (FileChannel channel = lockFile();
                FileLock lock = channel.tryLock()) {
            return lock == null ? 0 : pruneAlone(limits);
        } catch (OverlappingFileLockException e) {
            return 0; // another build of this process
        }
    }

    private long pruneAlone(Limits limits) throws IOException {
        Instant now = clock.instant();
        List<Kept> kept = leastRecentFirst();
        long left = kept.stream().mapToLong(Kept::size).sum();
        long freed = 0;
        for (Kept each : kept) {
            Duration idle = Duration.between(each.used(), now);
            boolean isOld = idle.compareTo(limits.unused()) > 0;
            boolean isTooMuch = left - freed > limits.bytes() && idle.compareTo(limits.recent()) > 0;
            if (isOld || isTooMuch) {
                Files.deleteIfExists(each.file());
                freed += each.size();
            }
        }
        return freed;
    }

    private List<Kept> leastRecentFirst() throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (String name : PRUNED) {
            if (Files.isDirectory(directory.resolve(name))) {
                try (Stream<Path> files = Files.list(directory.resolve(name))) {
                    for (Path file : files.toList()) {
                        add(file, kept);
                    }
                }
            }
        }
        kept.sort(Comparator.comparing(Kept::used).thenComparing(Kept::file));
        return kept;
    }

    private static void add(Path file, List<Kept> kept) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                kept.add(new Kept(file, attributes.lastModifiedTime().toInstant(), attributes.size()));
            }
        } catch (NoSuchFileException e) {
            // somebody else has tidied up
        }
    }

    private FileChannel lockFile() throws IOException {
        Files.createDirectories(directory);
        return FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }
}
