package io.arkeeper.member.disk;

import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The {@link MemberNote} on each volume, and ZooKeeper's {@code myid}: together they say whose disk it is. */
final class MemberNotes {

    private final DiskPaths paths;

    MemberNotes(DiskPaths paths) {
        this.paths = paths;
    }

    Optional<MemberNote> besideData() {
        return read(paths.note());
    }

    /** The one on the transaction log's own volume. */
    Optional<MemberNote> besideLog() {
        return paths.noteBesideLog().flatMap(MemberNotes::read);
    }

    Optional<String> myid() {
        return VolumeFiles.read(paths.myid()).map(String::strip);
    }

    private static Optional<MemberNote> read(Path file) {
        Optional<String> text = VolumeFiles.read(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MemberNote.parse(text.get()));
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.FOREIGN_DISK,
                    "%s cannot be read (%s), so it is unknown whose disk this is; restore the file or empty the disk"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    Optional<EnsembleId> ensemble() {
        return besideData().flatMap(MemberNote::ensemble);
    }

    /** Notes on every volume that it is {@code self}'s, and how far that member came with which ensemble. */
    void write(MemberIdentity self, Phase phase, Optional<EnsembleId> ensemble) throws IOException {
        String text = new MemberNote(self, phase, paths.txnLog().isPresent(), ensemble).text();
        Optional<Path> besideLog = paths.noteBesideLog();
        if (besideLog.isPresent()) {
            VolumeFiles.replace(besideLog.get(), text); // first, so that data are never without the log they need
        }
        VolumeFiles.replace(paths.note(), text);
        if (myid().isEmpty()) {
            VolumeFiles.replace(paths.myid(), self.id() + "\n");
        }
    }
}
