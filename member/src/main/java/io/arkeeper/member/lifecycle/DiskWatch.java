package io.arkeeper.member.lifecycle;

import io.arkeeper.core.disk.DiskSpace;
import io.arkeeper.member.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    private final Supplier<List<DiskSpace>> volumes;
    private final CurrentStatus status;
    private final Consumer<DiskSpace> whenFull;
    private final Loop looking = new Loop("disk-watch", LOOK, this::look);

    /**
     * @param volumes tells the room on each of them
     * @param whenFull is told at every look of a volume on which the member cannot go on
     */
    DiskWatch(Supplier<List<DiskSpace>> volumes, CurrentStatus status, Consumer<DiskSpace> whenFull) {
        this.volumes = volumes;
        this.status = status;
        this.whenFull = whenFull;
    }

    void start() {
        looking.start();
    }

    void look() {
        List<DiskSpace> spaces = volumes.get();
        Optional<DiskSpace> low = spaces.stream().filter(DiskSpace::isLow).findFirst();
        if (low.isPresent() && status.get().alarm().isEmpty()) {
            LOG.warn(low.get().warning());
        }
        status.update(now -> now.alarming(low.map(DiskSpace::alarm)));
        spaces.stream().filter(DiskSpace::isFull).findFirst().ifPresent(whenFull);
    }

    @Override
    public void close() {
        looking.close();
    }
}
