package io.arkeeper.member;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A Secret as Kubernetes mounts it: its files are links into a directory that one link, {@code ..data}, leads to. All are
 * read through what that link leads to at the time, so that an update never mixes two issues.
 */
public final class MountedVolume {

    private static final String NEWEST = "..data";

    private final Path directory;

    /** Reads what is in one directory. */
    public interface Reading<T> {
        T from(Path issue) throws IOException;
    }

    public MountedVolume(Path directory) {
        this.directory = directory;
    }

    /** Kubernetes deletes an issue once the link leads to the next one, so what was replaced meanwhile is read again, once. */
    public <T> T read(Reading<T> reading) throws IOException {
        Path newest = newest();
        try {
            return reading.from(newest);
        } catch (IOException e) {
            Path now = newest();
            if (now.equals(newest)) {
                throw e;
            }
            return reading.from(now);
        }
    }

    private Path newest() {
        try {
            return directory.resolve(NEWEST).toRealPath();
        } catch (IOException e) {
            return directory; // not mounted by Kubernetes
        }
    }
}
