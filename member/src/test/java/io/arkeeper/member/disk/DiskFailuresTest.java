package io.arkeeper.member.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DiskFailuresTest {

    private static final Path VOLUME = Path.of("/var/lib/zookeeper");

    @Test
    void aFullDiskAndADeniedOneAreDifferentThings() {
        assertThat(DiskFailures.of(VOLUME, new IOException("No space left on device")))
                .hasMessage("no space left on the volume of %s; grow the claim or free space, nothing was deleted"
                        .formatted(VOLUME))
                .extracting(MemberFailure::code)
                .isEqualTo(ExitCode.DISK_FULL);
        assertThat(DiskFailures.of(VOLUME, new AccessDeniedException("/var/lib/zookeeper/data")))
                .hasMessage("%s cannot be written (permission denied for /var/lib/zookeeper/data); make the volume"
                                .formatted(VOLUME)
                        + " writable for the member's user (in the chart: fsGroup 1000)")
                .extracting(MemberFailure::code)
                .isEqualTo(ExitCode.DISK_NOT_WRITABLE);
    }
}
