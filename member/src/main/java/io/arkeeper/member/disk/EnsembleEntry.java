package io.arkeeper.member.disk;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.forming.Founding;
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

    /** Writes what an empty disk proposes to call a new ensemble; to be done before anybody is told. */
    public void propose(MemberIdentity self, EnsembleId ensemble) {
        writing(() -> notes.write(self, Phase.NEW, Optional.of(ensemble)));
    }

    /** Writes the owner and the configuration to form with, then the marker that lets the empty database vote. */
    public void beginForming(MemberIdentity self, Founding founding) {
        writing(() -> {
            notes.write(self, Phase.FORMING, founding.ensemble());
            configs.write(founding.config());
            VolumeFiles.replace(paths.initializeMarker(), "");
        });
    }

    /**
     * Writes the owner and the configuration to join with. An emptied disk gets no vote before it is synced.
     *
     * @param ensemble the one that is joined, where that is known
     */
    public void beginJoining(MemberIdentity self, EnsembleConfig config, Optional<EnsembleId> ensemble) {
        writing(() -> {
            notes.write(self, Phase.JOINING, ensemble);
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
                notes.write(self, Phase.MEMBER, notes.ensemble());
            }
            if (configs.newest().isEmpty()) {
                configs.write(config);
            }
        });
    }

    /** Notes that this member serves as part of a quorum: from now on an empty disk means lost data. */
    public void noteMembership(MemberIdentity self) {
        if (notes.besideData().map(MemberNote::phase).orElse(Phase.FORMING) != Phase.MEMBER) {
            writing(() -> notes.write(self, Phase.MEMBER, notes.ensemble()));
        }
    }

    /** Notes that the data are those of this ensemble: its leader has sent them, or goes on with them. */
    public void adopt(MemberIdentity self, EnsembleId ensemble) {
        if (!notes.ensemble().equals(Optional.of(ensemble))) {
            writing(() -> notes.write(self, Phase.MEMBER, Optional.of(ensemble)));
        }
    }

    private void writing(DiskFailures.Writing action) {
        DiskFailures.writing(paths.root(), action);
    }
}
