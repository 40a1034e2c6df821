package io.arkeeper.member.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a database in whatever directory of it somebody names. */
public final class VolumeLayout {

    private static final String VERSION = "version-2";

    private VolumeLayout() {}

    /**
     * The database in a member's volume, in a classic {@code dataDir}, or in a {@code version-2} itself.
     *
     * @param txnLog where the transaction log is, if not beside the snapshots
     */
    public static DatabaseFiles of(Path directory, Optional<Path> txnLog) throws IOException {
        if (Files.isDirectory(directory.resolve("data")) || Files.isDirectory(directory.resolve("log"))) {
            return new DatabaseFiles(
                    directory.resolve("data").resolve(VERSION),
                    txnLog.orElse(directory.resolve("log")).resolve(VERSION));
        }
        Path snapshots = Files.isDirectory(directory.resolve(VERSION)) ? directory.resolve(VERSION) : directory;
        Optional<Path> logs =
                txnLog.map(named -> Files.isDirectory(named.resolve(VERSION)) ? named.resolve(VERSION) : named);
        return new DatabaseFiles(snapshots, logs.orElse(snapshots));
    }

    /** Whether anything there looks as if it belonged to a database. */
    public static boolean isAny(DatabaseFiles files) throws IOException {
        return isAny(files.snapshots()) || isAny(files.logs());
    }

    private static boolean isAny(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return directory.endsWith(VERSION)
                    || entries.map(entry -> entry.getFileName().toString())
                            .anyMatch(name -> name.startsWith("snapshot.") || name.startsWith("log."));
        }
    }
}
