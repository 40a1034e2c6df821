package io.arkeeper.systemtest.network;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is lost on the way to and from each member. Packets are dropped where they arrive, so a link is cut one way by itself,
 * and nobody is told.
 *
 * @param addresses of the members, by ordinal
 * @param outside the address that clients come from
 * @param clientPort where they go
 * @param cut links that carry nothing
 * @param withoutClients members that clients do not reach
 * @param lossy how many of a hundred packets from other members are lost, by member
 */
record PacketRules(
        List<String> addresses,
        String outside,
        int clientPort,
        Set<Link> cut,
        Set<Integer> withoutClients,
        Map<Integer, Integer> lossy) {

    /** The rules in a member's own namespace, as {@code iptables-restore} reads them. */
    String at(int member) {
        StringBuilder rules = new StringBuilder("*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n");
        cut.stream()
                .filter(link -> link.to() == member)
                .map(Link::from)
                .sorted()
                .forEach(from -> rules.append("-A INPUT -s %s -j DROP\n".formatted(addresses.get(from))));
        if (withoutClients.contains(member)) {
            rules.append("-A INPUT -s %s -p tcp --dport %d -j DROP\n".formatted(outside, clientPort));
            rules.append("-A OUTPUT -d %s -p tcp --sport %d -j DROP\n".formatted(outside, clientPort));
        }
        if (lossy.containsKey(member)) {
            rules.append("-A INPUT ! -i lo ! -s %s -m statistic --mode random --probability 0.%02d -j DROP\n"
                    .formatted(outside, lossy.get(member)));
        }
        return rules.append("COMMIT\n").toString();
    }
}
