package io.arkeeper.systemtest.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ListeningTest {

    /** As Linux 6.18 on x86-64 prints it. */
    private static final String TABLES = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 91 1 0 100 0 0 10 0
               1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 92 1 0 100 0 0 10 0
               2: 0502C612:0B48 0702C612:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 93 1 0 20 4 30 10 -1
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when
               0: 0000000000000000FFFF00000100007F:0885 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
               1: 0000000000000000FFFF00000502C612:0B48 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
               2: 00000000000000000000000001000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
               3: 00000000000000000000000000000000:08E9 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
            """;

    @Test
    void loopbackAndConnectionsAreLeftOut() {
        assertThat(Listening.beyondLoopback(TABLES)).containsExactly(2281, 2888, 8080);
    }

    @Test
    void nothingListensInAnEmptyTable() {
        assertThat(Listening.beyondLoopback("")).isEmpty();
    }
}
