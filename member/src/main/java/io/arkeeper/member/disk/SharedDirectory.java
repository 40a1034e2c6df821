package io.arkeeper.member.disk;

import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Takes over a disk whose snapshots and transaction logs lie in one directory, as ZooKeeper has them where only {@code
 * dataDir} is set, and many charts with it: the logs move to where the member keeps them.
 *
 * <p>ZooKeeper refuses to start where either is in the other's place. Each move is a rename on the same volume, so who is
 * interrupted goes on at the next start.
 */
public final class SharedDirectory {

    private final DiskPaths paths;
    private final MemberNotes notes;

    SharedDirectory(DiskPaths paths, MemberNotes notes) {
        this.paths = paths;
        this.notes = notes;
    }

    /** Whether the disk is such a one. One that a member has served from never is. */
    public boolean isThere() {
        return notes.besideData().isEmpty() && !logs().isEmpty();
    }

    private List<Path> logs() {
        return VolumeFiles.list(paths.snapshots(), "log.");
    }

    /** @throws MemberFailure where the logs cannot go there; nothing was changed then */
    public void part() {
        Path target = paths.logsBesideData();
        if (paths.txnLog().isPresent()) {
            throw new MemberFailure(
                    ExitCode.FOREIGN_DISK,
                    "%s holds transaction logs, as of a server with one directory for both, and there is a volume for them; copy its log.* to version-2 on that volume, and take them away here"
                            .formatted(paths.snapshots()));
        }
        for (Path log : logs()) {
            if (Files.exists(target.resolve(log.getFileName()))) {
                throw new MemberFailure(
                        ExitCode.FOREIGN_DISK,
                        "%s is there and %s as well; take away the one that is not of this server, nothing was changed"
                                .formatted(log, target.resolve(log.getFileName())));
            }
        }
        DiskFailures.writing(paths.root(), () -> {
            Files.createDirectories(target);
            for (Path log : logs()) {
                Files.move(log, target.resolve(log.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
            VolumeFiles.force(target);
            VolumeFiles.force(paths.snapshots());
        });
    }
}
