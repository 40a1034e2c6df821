package io.arkeeper.member.disk;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Carries out a {@link DiskOrder}. The order is forgotten last: who is killed in the midst begins anew. */
public final class DiskRepair {

    private final DiskPaths paths;
    private final MemberNotes notes;
    private final ConfigFiles configs;
    private final DiskSurvey survey;
    private final EnsembleEntry entry;
    private final DiskOrders orders;
    private final DatabaseCopies copies;

    DiskRepair(
            DiskPaths paths,
            MemberNotes notes,
            ConfigFiles configs,
            DiskSurvey survey,
            EnsembleEntry entry,
            DiskOrders orders) {
        this.paths = paths;
        this.notes = notes;
        this.configs = configs;
        this.survey = survey;
        this.entry = entry;
        this.orders = orders;
        this.copies = new DatabaseCopies(paths);
    }

    /**
     * Puts the database aside, with all configurations: an emptied disk of a member that has been one, so it gets no vote
     * before it is synced. Of which ensemble it will be, those say who fill it.
     */
    public void resync(MemberIdentity self) {
        DiskFailures.writing(paths.root(), () -> {
            copies.setAside();
            Files.createDirectories(paths.dataDir());
            entry.takeVote();
            notes.write(self, Phase.JOINING, Optional.empty());
            orders.forget();
        });
    }

    /**
     * Copies the database, then makes {@code config} the newest one this disk knows, in an epoch above all others.
     *
     * <p>The copy is complete before anything else is written.
     */
    public void reform(MemberIdentity self, DiskOrder.Reform order, EnsembleConfig config) {
        DiskFailures.writing(paths.root(), () -> {
            copies.backUp(order);
            Files.createDirectories(paths.conf());
            long accepted = Math.max(survey.acceptedEpoch(), order.epoch());
            VolumeFiles.replace(paths.acceptedEpoch(), Long.toString(accepted));
            configs.dropProposed();
            entry.takeVote();
            configs.write(config);
            notes.write(self, Phase.MEMBER, notes.ensemble());
            orders.forget();
        });
    }

    /** Bytes that {@link #reform} copies. */
    public long backupSize() {
        try {
            return copies.size();
        } catch (IOException e) {
            throw DiskFailures.of(paths.root(), e);
        }
    }
}
