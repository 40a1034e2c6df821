package io.arkeeper.member.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.core.database.Epochs;
import io.arkeeper.core.database.Finding;
import io.arkeeper.core.database.Finding.Weight;
import io.arkeeper.core.database.LogContent;
import io.arkeeper.core.database.SnapshotContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two directories of a database, read from beginning to end. Nothing is ever written or locked.
 *
 * @param snapshots a {@code version-2} with snapshots and epochs
 * @param logs a {@code version-2} with transaction logs; may be the same
 */
public record DatabaseFiles(Path snapshots, Path logs) {

    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.([0-9a-f]{1,16})(\\.gz|\\.snappy)?");
    private static final Pattern LOG = Pattern.compile("log\\.([0-9a-f]{1,16})");

    private record Named(Path file, long zxid) {}

    /** @throws IOException where the disk cannot be read */
    public DatabaseState read() throws IOException {
        List<SnapshotContent> readSnapshots = new ArrayList<>();
        for (Named snapshot : list(snapshots, SNAPSHOT)) {
            readSnapshots.add(SnapshotReader.read(snapshot.file(), snapshot.zxid()));
        }
        List<LogContent> readLogs = new ArrayList<>();
        List<Named> found = list(logs, LOG);
        for (Named log : found) {
            readLogs.add(LogReader.read(log.file(), log.zxid(), log.equals(found.getLast())));
        }
        return DatabaseState.of(readSnapshots, readLogs, epochs());
    }

    private static List<Named> list(Path directory, Pattern pattern) throws IOException {
        List<Named> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = pattern.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.add(new Named(file, Long.parseUnsignedLong(name.group(1), 16)));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        found.sort(Comparator.comparingLong(Named::zxid));
        return found;
    }

    private Epochs epochs() throws IOException {
        List<Finding> findings = new ArrayList<>();
        return new Epochs(number("acceptedEpoch", findings), number("currentEpoch", findings), findings);
    }

    private OptionalLong number(String name, List<Finding> findings) throws IOException {
        String text;
        try {
            text = Files.readString(snapshots.resolve(name), ISO_8859_1);
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
        String line = text.lines().findFirst().orElse("");
        if (line.matches("-?\\d{1,18}")) {
            return OptionalLong.of(Long.parseLong(line));
        }
        findings.add(new Finding(name, 0, "it holds no number", Weight.FATAL));
        return OptionalLong.empty();
    }
}
