package io.arkeeper.member.disk;

import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.disk.LogVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the volumes say of themselves. Reads only. */
public final class DiskSurvey {

    private final DiskPaths paths;
    private final MemberNotes notes;
    private final ConfigFiles configs;

    DiskSurvey(DiskPaths paths, MemberNotes notes, ConfigFiles configs) {
        this.paths = paths;
        this.notes = notes;
        this.configs = configs;
    }

    /** What the disk holds, and whose it is. */
    public DiskFinding find() {
        Optional<MemberNote> note = notes.besideData();
        return new DiskFinding(
                content(note),
                notes.myid(),
                note.map(MemberNote::owner),
                configs.newest(),
                note.flatMap(MemberNote::ensemble));
    }

    /** Where the transaction log is and where it was. */
    public LogVolume findLogVolume() {
        return new LogVolume(
                paths.txnLog().isPresent(),
                notes.besideData().map(MemberNote::separateLog).orElse(false),
                !snapshots().isEmpty(),
                !logsIn(paths.logsBesideData()).isEmpty(),
                !logs().isEmpty(),
                notes.besideLog().map(MemberNote::owner));
    }

    private DiskContent content(Optional<MemberNote> note) {
        List<Path> snapshots = snapshots();
        long accepted = acceptedEpoch();
        if (!logs().isEmpty()
                || (!snapshots.isEmpty() && accepted > 0)
                || snapshots.stream().anyMatch(DiskSurvey::holdsChanges)) {
            return DiskContent.DATA;
        }
        if (!snapshots.isEmpty()) {
            return DiskContent.FORMING;
        }
        if (accepted > 0) {
            return DiskContent.AWAITING_SYNC;
        }
        return note.map(DiskSurvey::withoutData).orElse(DiskContent.EMPTY);
    }

    private static DiskContent withoutData(MemberNote note) {
        return switch (note.phase()) {
            case NEW -> DiskContent.EMPTY;
            case FORMING -> DiskContent.FORMING;
            case JOINING, MEMBER -> DiskContent.AWAITING_SYNC;
        };
    }

    /** Whether a snapshot is of a later state than the empty database, {@code snapshot.0}. */
    private static boolean holdsChanges(Path snapshot) {
        return !snapshot.getFileName().toString().equals("snapshot.0");
    }

    /** Whether there is a database to start from without asking anybody. */
    public boolean hasDatabase() {
        return !snapshots().isEmpty() || !logs().isEmpty();
    }

    /**
     * Whether the marker is there. ZooKeeper takes it away before it writes the empty database; who is killed in between
     * has neither, and must be marked anew.
     */
    public boolean isMarkedToForm() {
        return Files.exists(paths.initializeMarker());
    }

    /** The latest epoch this member agreed to; -1 where there was none. */
    long acceptedEpoch() {
        return VolumeFiles.read(paths.acceptedEpoch())
                .map(String::strip)
                .filter(text -> text.matches("-?\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    List<Path> snapshots() {
        return VolumeFiles.list(paths.snapshots(), "snapshot.");
    }

    List<Path> logs() {
        return logsIn(paths.logs());
    }

    private static List<Path> logsIn(Path directory) {
        return VolumeFiles.list(directory, "log.");
    }

    /** The size of the snapshot with the highest zxid; 0 where there is none. */
    long newestSnapshotBytes() {
        try {
            long newest = 0;
            long zxid = -1;
            for (Path snapshot : snapshots()) {
                String hex = snapshot.getFileName().toString().split("\\.")[1];
                long its = hex.matches("[0-9a-f]{1,16}") ? Long.parseUnsignedLong(hex, 16) : -1;
                if (its > zxid) {
                    zxid = its;
                    newest = Files.size(snapshot);
                }
            }
            return newest;
        } catch (IOException e) {
            throw DiskFailures.of(paths.snapshots(), e);
        }
    }
}
