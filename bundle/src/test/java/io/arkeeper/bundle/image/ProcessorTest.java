package io.arkeeper.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.oci.Platform;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void aPlatformWeCannotBuildForIsRefused() {
        assertThat(Processor.of(Platform.LINUX_ARM64)).isEqualTo(Processor.ARM64);
        assertThatThrownBy(() -> Processor.of(Platform.parse("linux/s390x")))
                .hasMessage("platform is linux/s390x, expected linux/amd64 or linux/arm64");
    }

    @Test
    void aProgramOfAnotherProcessorIsRefused() {
        assertThatCode(() -> Processor.ARM64.requireOwn("usr/bin/a", elf(183))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Processor.ARM64.requireOwn("usr/bin/busybox", elf(62)))
                .hasMessage("usr/bin/busybox is built for another processor (ELF machine 62), expected arm64 (183)");
    }

    @Test
    void whatIsNoProgramFitsEveryProcessor() {
        assertThatCode(() -> Processor.ARM64.requireOwn("etc/services", Content.of("ssh 22/tcp")))
                .doesNotThrowAnyException();
    }

    private static Content elf(int machine) {
        byte[] header = new byte[64];
        header[0] = 0x7f;
        header[1] = 'E';
        header[2] = 'L';
        header[3] = 'F';
        header[18] = (byte) machine;
        return Content.of(header);
    }
}
