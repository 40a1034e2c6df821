package io.arkeeper.member.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PenaltiesTest {

    private static final int PER_SECOND = 20;
    private static final Duration PENALTY = Duration.ofSeconds(10);

    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // it may wrap around
    private final Penalties penalties = new Penalties(PER_SECOND, PENALTY, () -> now);

    private static InetAddress address(int number) {
        return InetAddress.ofLiteral("10.0.%d.%d".formatted(number / 256, number % 256));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private int malformedUntilBarred(InetAddress sender) {
        int sent = 1;
        while (!penalties.malformed(sender)) {
            sent++;
        }
        return sent;
    }

    @Test
    void aScanBarsNobody() {
        for (int i = 0; i < PER_SECOND * Penalties.BURST_SECONDS; i++) {
            assertThat(penalties.malformed(address(1))).isFalse();
        }

        assertThat(penalties.isBarred(address(1))).isFalse();
        assertThat(penalties.barred()).isZero();
    }

    @Test
    void asManyAsArePutUpWithBarNobodyForEver() {
        for (int second = 0; second < 1000; second++) {
            for (int i = 0; i < PER_SECOND; i++) {
                assertThat(penalties.malformed(address(i))).isFalse();
            }
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void whoSendsOneMoreIsBarred_andNobodyElse() {
        assertThat(malformedUntilBarred(address(1))).isEqualTo(PER_SECOND * Penalties.BURST_SECONDS + 1);

        assertThat(penalties.isBarred(address(1))).isTrue();
        assertThat(penalties.isBarred(address(2))).isFalse();
        assertThat(penalties.malformed(address(1))).as("barred a second time").isFalse();
        assertThat(penalties.malformed(address(2))).isTrue();
        assertThat(penalties.barred()).isEqualTo(2);
    }

    @Test
    void anAttackFromManyAddressesIsBarredAsOneFromASingleOne() {
        int attackers = 64;
        int admitted = 0;
        for (int step = 0; step < 6_000; step++) { // each tries a hundred times a second
            for (int attacker = 0; attacker < attackers; attacker++) {
                if (!penalties.isBarred(address(attacker))) {
                    admitted++;
                    penalties.malformed(address(attacker));
                }
            }
            pass(Duration.ofMillis(10));
        }

        assertThat(admitted)
                .as("malformed messages in a minute, of 384,000")
                .isLessThan(60 * PER_SECOND + Penalties.BURST_SECONDS * PER_SECOND + 6 * attackers);
    }

    @Test
    void theLastMessageBeginsThePenaltyAnew_andTakesNothingFromOthers() {
        malformedUntilBarred(address(1));
        pass(PENALTY.minusMillis(1)); // the bucket is full again
        for (int i = 0; i < 1000; i++) {
            assertThat(penalties.malformed(address(1))).isFalse();
        }
        assertThat(penalties.malformed(address(2))).isFalse();
        pass(Duration.ofMillis(2));
        assertThat(penalties.isBarred(address(1))).isTrue();

        pass(PENALTY);

        assertThat(penalties.isBarred(address(1))).isFalse();
        assertThat(penalties.barred()).isZero();
    }

    @Test
    void anAddressThatIsTrustedIsNeverBarred() {
        penalties.trust(address(1));
        malformedUntilBarred(address(2));

        assertThat(penalties.malformed(address(1))).isFalse();
        assertThat(penalties.isBarred(address(1))).isFalse();

        penalties.trust(address(2));
        assertThat(penalties.isBarred(address(2))).isFalse();
    }

    @Test
    void noughtBarsNobody() {
        Penalties none = new Penalties(0, PENALTY, () -> now);

        for (int i = 0; i < 10_000; i++) {
            assertThat(none.malformed(address(1))).isFalse();
        }
        assertThat(none.isBarred(address(1))).isFalse();
    }

    @Test
    void soManyAreRememberedAndNoMore() {
        malformedUntilBarred(address(0));
        for (int i = 1; i <= Penalties.MOST_ADDRESSES; i++) {
            penalties.malformed(address(i));
        }

        assertThat(penalties.barred()).isEqualTo(Penalties.MOST_ADDRESSES);
        assertThat(penalties.isBarred(address(0))).isFalse();
        assertThat(penalties.isBarred(address(1))).isTrue();
        assertThat(penalties.isBarred(address(Penalties.MOST_ADDRESSES))).isTrue();
    }
}
