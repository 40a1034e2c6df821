package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void allProblemsAreSaidAtOnce() {
        assertThatThrownBy(() -> new Limits(-1, 1000, 0, 999, -1, -1, List.of("srvr", "STAT", "x=y")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("""
                        limits.connections is -1, expected 0 or more; use 2000
                        limits.requestBytes is 1000, expected 65536 or more; use 1048575
                        limits.outstandingRequests is 0, expected 1 or more; use 1000
                        limits.largeRequestBytes is 999, expected 1000 or more; raise it, or lower limits.requestBytes
                        limits.sessionsPerSecond is -1, expected 0 or more; use 1000
                        limits.malformedPerSecond is -1, expected 0 or more; use 20
                        limits.words is 'STAT', expected four letters or *; use srvr
                        limits.words is 'x=y', expected four letters or *; use srvr""");
    }

    @Test
    void noSessionsAtAllCannotBeSaid_unlimitedCan() {
        Limits unlimited = new Limits(0, 65_536, 1, 65_536, 0, 0, List.of());

        assertThat(unlimited.keys())
                .containsEntry("maxCnxns", 0)
                .containsEntry("connection_throttle_tokens", 0)
                .containsEntry("connection_throttle_fill_count", 1)
                .containsEntry("4lw.commands.whitelist", "");
    }
}
