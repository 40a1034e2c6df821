package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortHolderTest {

    private static Optional<String> inode(String line) {
        return PortHolder.inodeOfListener(line, "127.0.9.1", 2181);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "   1: 0109007F:0885 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1",
                "   1: 00000000:0885 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1",
                "   1: 0000000000000000FFFF00000109007F:0885 0:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1",
                "   1: 00000000000000000000000000000000:0885 0:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1",
            })
    void findsListenersOnTheAddressOrOnAll(String line) {
        assertThat(inode(line)).contains("4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   1: 0209007F:0885 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1",
                "   1: 0109007F:0886 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1",
                "   1: 0109007F:0885 0109007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4711 1",
                "",
            })
    void passesOverTheRest(String line) {
        assertThat(inode(line)).isEmpty();
    }

    @Test
    void findsThisVeryProcess() throws IOException {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            assertThat(PortHolder.find("127.0.0.1", socket.getLocalPort()))
                    .contains("process %d (java)"
                            .formatted(ProcessHandle.current().pid()));
        }
    }
}
