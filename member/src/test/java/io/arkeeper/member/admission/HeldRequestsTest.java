package io.arkeeper.member.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.admission.HeldRequests.Share;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HeldRequestsTest {

    private final HeldRequests held = new HeldRequests(1000, 400);
    private final List<String> ended = new ArrayList<>();

    private Share of(int address, String name) {
        return held.of(
                InetAddress.ofLiteral("10.0.0." + address),
                () -> ended.add(name),
                excess -> ended.add(excess + " ends"));
    }

    @Test
    void whatHasComeWholeIsHeldNoLonger() {
        Share share = of(1, "a");

        share.holds(300);
        assertThat(held.bytes()).isEqualTo(300);
        share.holds(300);
        assertThat(held.bytes()).isEqualTo(300);
        share.holds(0);
        assertThat(held.bytes()).isZero();
        share.holds(200);
        share.end();
        assertThat(held.bytes()).isZero();
        assertThat(ended).isEmpty();
    }

    @Test
    void ofOneAddressTheOldestMakesRoom() {
        Share first = of(1, "first");
        Share second = of(1, "second");
        first.holds(200);
        second.holds(200);
        of(2, "elsewhere").holds(200);

        of(1, "third").holds(100);

        assertThat(ended).containsExactly("ADDRESS ends", "first");
        assertThat(held.bytes()).isEqualTo(500);
    }

    @Test
    void whoSendsAnewIsNoLongerTheOldest() {
        Share first = of(1, "first");
        first.holds(200);
        of(1, "second").holds(200);
        first.holds(0);
        first.holds(200);

        of(1, "third").holds(200);

        assertThat(ended).containsExactly("ADDRESS ends", "second");
    }

    @Test
    void whoHoldsMoreAsMoreComesIsAsOldAsBefore() {
        Share first = of(1, "first");
        first.holds(100);
        of(1, "second").holds(200);
        first.holds(150);

        of(1, "third").holds(100);

        assertThat(ended).containsExactly("ADDRESS ends", "first");
        assertThat(held.bytes()).isEqualTo(300);
    }

    @Test
    void ofAllTogetherTheOldestMakesRoomOfTheAddressThatHoldsMost() {
        of(1, "honest").holds(300);
        of(2, "oldest").holds(200);
        of(2, "newer").holds(200);
        of(3, "other").holds(300);

        of(4, "one more").holds(100);

        assertThat(ended).containsExactly("MEMBER ends", "oldest");
        assertThat(held.bytes()).isEqualTo(900);
    }

    @Test
    void whoWasEndedHoldsNothingAnyMore() {
        Share first = of(1, "first");
        first.holds(300);
        of(1, "second").holds(300);

        first.holds(300);
        first.end();

        assertThat(ended).containsExactly("ADDRESS ends", "first");
        assertThat(held.bytes()).isEqualTo(300);
    }

    @Test
    void whateverComes_theBoundsHoldAndNothingIsCountedTwice() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            shares.add(of(i % 5, "share " + i));
        }
        for (int step = 0; step < 10_000; step++) {
            int chosen = random.nextInt(shares.size());
            switch (random.nextInt(10)) {
                case 0 -> {
                    shares.get(chosen).end();
                    shares.set(chosen, of(chosen % 5, "share " + chosen));
                }
                case 1, 2, 3 -> shares.get(chosen).holds(0);
                default -> shares.get(chosen).holds(1 + random.nextInt(400));
            }
            assertThat(held.bytes()).isBetween(0L, 1000L);
        }
        shares.forEach(Share::end);
        assertThat(held.bytes()).isZero();
    }
}
