package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SubnetTest {

    private static final Subnet OF_MYZK =
            Subnet.choose("myzk", Set.of(), subnet -> true).orElseThrow();

    @Test
    void thePodsAreAtItsAddressesInTheirOrder() {
        assertThat(new Subnet(9).address(new MemberId(1))).isEqualTo("127.0.9.1");
        assertThat(new Subnet(9).address(new MemberId(3))).isEqualTo("127.0.9.3");
    }

    @Test
    void aNameGetsTheSameEachTime() {
        assertThat(Subnet.choose("myzk", Set.of(), subnet -> true)).contains(OF_MYZK);
        assertThat(Subnet.choose("other", Set.of(), subnet -> true)).isNotEqualTo(Optional.of(OF_MYZK));
    }

    @Test
    void theNextIsTakenWhereItIsNotFree() {
        Subnet next = new Subnet(OF_MYZK.x() % 254 + 1);

        assertThat(Subnet.choose("myzk", Set.of(OF_MYZK), subnet -> true)).contains(next);
        assertThat(Subnet.choose("myzk", Set.of(), subnet -> !subnet.equals(OF_MYZK)))
                .contains(next);
    }

    @Test
    void thereMayBeNone() {
        assertThat(Subnet.choose("myzk", Set.of(), subnet -> false)).isEmpty();
    }

    @Test
    void itIsNeverTheOneEverybodyUses() {
        assertThat(Subnet.choose("myzk", Set.of(), subnet -> subnet.x() < 1 || subnet.x() > 254))
                .isEmpty();
    }
}
