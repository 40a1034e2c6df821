package io.arkeeper.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.Verdict;
import org.junit.jupiter.api.Test;

final class DiskSpaceTest {

    private static final long MIB = 1 << 20;
    private static final long GIB = 1L << 30;

    private static DiskSpace space(long free, long total) {
        return new DiskSpace("/data", free, total);
    }

    @Test
    void aLargeVolumeWarnsAtATenthAndStopsAtTheReserve() {
        assertThat(space(5 * GIB, 50 * GIB).isLow()).isFalse();
        assertThat(space(5 * GIB - 1, 50 * GIB).isLow()).isTrue();
        assertThat(space(64 * MIB, 50 * GIB).isFull()).isFalse();
        assertThat(space(64 * MIB - 1, 50 * GIB).isFull()).isTrue();
    }

    @Test
    void aSmallVolumeKeepsATwentieth() {
        assertThat(space(MIB, 20 * MIB).isFull()).isFalse();
        assertThat(space(MIB - 1, 20 * MIB).isFull()).isTrue();
        assertThat(space(2 * MIB - 1, 20 * MIB).isLow()).isTrue();
    }

    @Test
    void aStartNeedsRoomForASnapshotAndTwiceTheReserve_soThatItDoesNotStopAtOnce() {
        assertThat(space(7 * MIB, 20 * MIB).mayStart(5 * MIB)).isEqualTo(Verdict.yes("there is room on /data"));
        assertThat(space(7 * MIB - 1, 20 * MIB).mayStart(5 * MIB))
                .isEqualTo(Verdict.no("the volume of /data is full: 7.0 MiB are free and 7.0 MiB are needed; nothing is"
                        + " written to it. Grow the claim or free space: the member then goes on by itself"));
    }

    @Test
    void aFileSystemThatDoesNotTellItsSizeIsTrusted() {
        assertThat(space(0, 0).isFull()).isFalse();
        assertThat(space(0, 0).isLow()).isFalse();
        assertThat(space(0, 0).mayStart(MIB).yes()).isTrue();
    }

    @Test
    void theAlarmSaysHowMuchIsLeft() {
        assertThat(space(3 * MIB / 2, 20 * MIB).alarm())
                .isEqualTo("the volume of /data is almost full: 1.5 MiB of 20.0 MiB are free");
    }
}
