package io.arkeeper.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PacketRulesTest {

    private static final List<String> ADDRESSES = List.of("198.18.0.1", "198.18.0.42", "198.18.0.3");

    private static PacketRules rules(Set<Link> cut, Set<Integer> withoutClients, Map<Integer, Integer> lossy) {
        return new PacketRules(ADDRESSES, "198.18.0.254", 2181, cut, withoutClients, lossy);
    }

    @Test
    void aWholeNetworkDropsNothing() {
        assertThat(rules(Set.of(), Set.of(), Map.of()).at(0)).isEqualTo("""
                *filter
                :INPUT ACCEPT [0:0]
                :OUTPUT ACCEPT [0:0]
                COMMIT
                """);
    }

    @Test
    void aLinkIsCutWhereItEndsAndByTheAddressItsMemberHasNow() {
        PacketRules rules = rules(Set.of(new Link(1, 0)), Set.of(), Map.of());

        assertThat(rules.at(0)).contains("-A INPUT -s 198.18.0.42 -j DROP\n");
        assertThat(rules.at(1)).doesNotContain("DROP");
        assertThat(rules.at(2)).doesNotContain("DROP");
    }

    @Test
    void withoutClientsStillAnswersItsProbes() {
        assertThat(rules(Set.of(), Set.of(2), Map.of()).at(2)).isEqualTo("""
                *filter
                :INPUT ACCEPT [0:0]
                :OUTPUT ACCEPT [0:0]
                -A INPUT -s 198.18.0.254 -p tcp --dport 2181 -j DROP
                -A OUTPUT -d 198.18.0.254 -p tcp --sport 2181 -j DROP
                COMMIT
                """);
    }

    @Test
    void packetsFromOtherMembersAreLostAndNoOthers() {
        assertThat(rules(Set.of(), Set.of(), Map.of(1, 5)).at(1))
                .contains("-A INPUT ! -i lo ! -s 198.18.0.254 -m statistic --mode random --probability 0.05 -j DROP\n");
    }
}
