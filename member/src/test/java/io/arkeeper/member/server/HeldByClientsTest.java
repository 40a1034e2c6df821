package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.admission.HeldRequests;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldByClientsTest {

    private static final int MEBIBYTE = 1 << 20;

    private final List<String> ended = new ArrayList<>();

    private void hold(HeldRequests held, String address, int bytes) {
        held.of(InetAddress.ofLiteral(address), () -> ended.add(address), excess -> {})
                .holds(bytes);
    }

    @Test
    void withTheDefaultsAClientByItselfIsNeverEnded() {
        HeldRequests held = HeldByClients.bounded(2048L * MEBIBYTE, MEBIBYTE - 1);
        for (int connection = 0; connection < 60; connection++) {
            hold(held, "10.0.0.1", MEBIBYTE + 3);
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void thereIsRoomForTheLargestRequest_howeverSmallTheHeap() {
        HeldRequests held = HeldByClients.bounded(64L * MEBIBYTE, 50 * MEBIBYTE);
        for (int client = 1; client <= 4; client++) {
            hold(held, "10.0.0." + client, 50 * MEBIBYTE + Integer.BYTES);
        }
        assertThat(ended).isEmpty();
        hold(held, "10.0.0.5", 1);
        assertThat(ended).containsExactly("10.0.0.1");
    }
}
