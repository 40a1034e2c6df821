package io.arkeeper.member.lifecycle;

import io.arkeeper.core.disk.DiskSpace;
import io.arkeeper.member.Loop;
import io.arkeeper.member.disk.VolumeSpace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second how much room the volumes have, and warns early.
 *
 * <p>It has a thread of its own: a disk that hangs must not make the server look as if it did.
 */
final class DiskWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final VolumeSpace space;
    private final CurrentStatus status;
    private final Consumer<DiskSpace> whenFull;
    private final Loop looking = new Loop("disk-watch", LOOK, this::look);

    /** @param whenFull is told at every look of a volume on which the member cannot go on */
    DiskWatch(VolumeSpace space, CurrentStatus status, Consumer<DiskSpace> whenFull) {
        this.space = space;
        this.status = status;
        this.whenFull = whenFull;
    }

    void start() {
        looking.start();
    }

    private void look() {
        List<DiskSpace> spaces = space.ofEach();
        Optional<String> alarm =
                spaces.stream().filter(DiskSpace::isLow).findFirst().map(DiskSpace::alarm);
        if (alarm.isPresent() && status.get().alarm().isEmpty()) {
            LOG.warn(
                    "{}; at less than {} bytes this member stops",
                    alarm.get(),
                    spaces.getFirst().reserve());
        }
        status.update(now -> now.alarming(alarm));
        spaces.stream().filter(DiskSpace::isFull).findFirst().ifPresent(whenFull);
    }

    @Override
    public void close() {
        looking.close();
    }
}
