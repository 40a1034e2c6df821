package io.arkeeper.member.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.disk.DiskSpace;
import io.arkeeper.member.testing.LogLines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of two volumes of different sizes. */
final class DiskWatchTest {

    private static final long MIB = 1 << 20;

    private final List<DiskSpace> told = new ArrayList<>();
    private List<DiskSpace> volumes = List.of(data(1000), log(100));
    private final CurrentStatus status = new CurrentStatus();
    private final DiskWatch watch = new DiskWatch(() -> volumes, status, told::add);

    private static DiskSpace data(long freeMib) {
        return new DiskSpace("/data", freeMib * MIB, 2000 * MIB);
    }

    private static DiskSpace log(long freeMib) {
        return new DiskSpace("/log", freeMib * MIB, 200 * MIB);
    }

    private List<String> said() {
        try (LogLines log = LogLines.of(DiskWatch.class.getName())) {
            watch.look();
            return log.lines();
        }
    }

    @Test
    void ofTheVolumeThatIsLowTheReserveIsTold() {
        volumes = List.of(data(1000), log(15));

        assertThat(said())
                .containsExactly("the volume of /log is almost full: 15.0 MiB of 200.0 MiB are free;"
                        + " at less than 10.0 MiB this member stops");
        assertThat(status.get().alarm()).contains("the volume of /log is almost full: 15.0 MiB of 200.0 MiB are free");
        assertThat(told).isEmpty();
    }

    @Test
    void whereBothAreLowTheFirstIsTold() {
        volumes = List.of(data(150), log(15));

        assertThat(said())
                .containsExactly("the volume of /data is almost full: 150.0 MiB of 2000.0 MiB are free;"
                        + " at less than 64.0 MiB this member stops");
    }

    @Test
    void itIsSaidOnceAndAgainAfterThereWasRoom() {
        assertThat(said()).isEmpty();
        volumes = List.of(data(1000), log(15));
        assertThat(said()).hasSize(1);
        assertThat(said()).isEmpty();
        volumes = List.of(data(1000), log(100));
        assertThat(said()).isEmpty();
        assertThat(status.get().alarm()).isEmpty();
        volumes = List.of(data(1000), log(15));
        assertThat(said()).hasSize(1);
    }

    @Test
    void theVolumeOnWhichItCannotGoOnIsTold() {
        volumes = List.of(data(1000), log(9));

        watch.look();

        assertThat(told).containsExactly(log(9));
    }
}
