package io.arkeeper.member.disk;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * How the member comes into its ensemble, written down before its server starts: whoever is killed in the midst is known
 * by it at the next start.
 *
 * <p>Nothing is ever deleted to get past an error. The one file removed is the {@code initialize} marker, when this
 * member turns from forming to joining: left behind, it would give an empty disk a vote.
 */
public final class EnsembleEntry {

    private final DiskPaths paths;
    private final MemberNotes notes;
    private final ConfigFiles configs;

    EnsembleEntry(DiskPaths paths, MemberNotes notes, ConfigFiles configs) {
        this.paths = paths;
        this.notes = notes;
        this.configs = configs;
    }

    /** Writes the owner and the configuration to form with, then the marker that lets the empty database vote. */
    public void beginForming(MemberIdentity self, EnsembleConfig config) {
        writing(() -> {
            notes.write(self, Phase.FORMING);
            configs.write(config);
            VolumeFiles.replace(paths.initializeMarker(), "");
        });
    }

    /** Writes the owner and the configuration to join with. An emptied disk gets no vote before it is synced. */
    public void beginJoining(MemberIdentity self, EnsembleConfig config) {
        writing(() -> {
            notes.write(self, Phase.JOINING);
            takeVote();
            configs.write(config);
        });
    }

    /** Takes the marker away, and with it the empty database's vote. */
    void takeVote() throws IOException {
        Files.deleteIfExists(paths.initializeMarker());
    }

    /** Notes that the member restarts with the data it has; takes over a disk of the classic layout. */
    public void beginRestart(MemberIdentity self, EnsembleConfig config) {
        writing(() -> {
            Optional<MemberNote> note = notes.besideData();
            if (note.isEmpty() || note.get().separateLog() != paths.txnLog().isPresent()) {
                notes.write(self, Phase.MEMBER);
            }
            if (configs.newest().isEmpty()) {
                configs.write(config);
            }
        });
    }

    /** Notes that this member serves as part of a quorum: from now on an empty disk means lost data. */
    public void noteMembership(MemberIdentity self) {
        if (notes.besideData().map(MemberNote::phase).orElse(Phase.FORMING) != Phase.MEMBER) {
            writing(() -> notes.write(self, Phase.MEMBER));
        }
    }

    private void writing(DiskFailures.Writing action) {
        DiskFailures.writing(paths.root(), action);
    }
}
