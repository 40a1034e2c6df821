package io.arkeeper.cli.local.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import org.junit.jupiter.api.Test;

/** With SIGTERM: SIGINT is ignored anyway where a shell has started the tests in the background. */
final class KeptSignalsTest {

    private static final long SIG_IGN = 1; // signal.h

    private static long handler() {
        return KeptSignals.handler(KeptSignals.SIGTERM).getLong(0); // first in a struct sigaction
    }

    private static void ignore() {
        Memory ignoring = KeptSignals.handler(KeptSignals.SIGTERM);
        ignoring.setLong(0, SIG_IGN);
        KeptSignals.change(KeptSignals.SIGTERM, ignoring, null);
    }

    @Test
    void whoTakesTheSignalsGivesThemBack() throws Exception {
        long before = handler();

        long during = KeptSignals.during(() -> {
            ignore();
            return handler();
        });

        assertThat(during).isEqualTo(SIG_IGN).isNotEqualTo(before);
        assertThat(handler()).isEqualTo(before);
    }

    @Test
    void alsoWhereTheCallFails() {
        long before = handler();

        assertThatThrownBy(() -> KeptSignals.during(() -> {
                    ignore();
                    throw new IllegalStateException("no such chart");
                }))
                .hasMessage("no such chart");

        assertThat(handler()).isEqualTo(before);
    }
}
