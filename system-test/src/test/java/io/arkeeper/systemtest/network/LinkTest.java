package io.arkeeper.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class LinkTest {

    @Test
    void aSplitCutsBothWaysBetweenTheTwoSidesAndNothingWithinThem() {
        assertThat(Link.split(Set.of(1), 3))
                .containsExactlyInAnyOrder(new Link(1, 0), new Link(0, 1), new Link(1, 2), new Link(2, 1));
        assertThat(Link.split(Set.of(0, 3), 5))
                .hasSize(12)
                .doesNotContain(new Link(0, 3), new Link(3, 0), new Link(1, 2), new Link(4, 2))
                .contains(new Link(0, 1), new Link(1, 0), new Link(3, 4), new Link(4, 3));
    }

    @Test
    void whoIsNotHeardStillHears() {
        assertThat(Link.from(1, 3)).containsExactlyInAnyOrder(new Link(1, 0), new Link(1, 2));
        assertThat(Link.to(1, 3)).containsExactlyInAnyOrder(new Link(0, 1), new Link(2, 1));
    }
}
