package io.arkeeper.member.disk;

import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The one order that the member was given about its disk; it stays until it is carried out. */
public final class DiskOrders {

    private final DiskPaths paths;

    DiskOrders(DiskPaths paths) {
        this.paths = paths;
    }

    /** What the member was told to do with its disk, as long as that is not done. */
    public Optional<DiskOrder> pending() {
        Optional<String> text = VolumeFiles.read(paths.order());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DiskOrder.parse(text.get()));
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.DISK_NOT_WRITABLE,
                    "%s cannot be read (%s), so it is unknown what was begun; delete the file and give the order again"
                            .formatted(paths.order(), e.getMessage()),
                    e);
        }
    }

    /** Notes what is to be done at the next start. */
    public void give(DiskOrder order) {
        DiskFailures.writing(paths.root(), () -> VolumeFiles.replace(paths.order(), order.text()));
    }

    public void forget() {
        DiskFailures.writing(paths.root(), () -> Files.deleteIfExists(paths.order()));
    }
}
