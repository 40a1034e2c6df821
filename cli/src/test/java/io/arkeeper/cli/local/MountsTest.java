package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MountsTest {

    private static final Mounts MOUNTS = new Mounts(Map.of(
            "/etc/arkeeper",
            Path.of("/state/pods/myzk-zookeeper-0/config"),
            "/var/lib/zookeeper",
            Path.of("/state/volumes/datadir-myzk-zookeeper-0"),
            "/var/lib/zookeeper/log",
            Path.of("/state/volumes/logdir-myzk-zookeeper-0")));

    @ParameterizedTest
    @CsvSource({
        "/etc/arkeeper,               /state/pods/myzk-zookeeper-0/config",
        "/var/lib/zookeeper/data,     /state/volumes/datadir-myzk-zookeeper-0/data",
        "/var/lib/zookeeper/log/x,    /state/volumes/logdir-myzk-zookeeper-0/x",
        "/var/lib/zookeeper-old/data, /var/lib/zookeeper-old/data",
        "-Xms2G,                      -Xms2G",
        "see /etc/arkeeper,           see /etc/arkeeper",
    })
    void replacesAMountPathAtTheStart(String text, String expected) {
        assertThat(MOUNTS.replace(text)).isEqualTo(expected);
    }
}
