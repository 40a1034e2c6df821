package io.arkeeper.systemtest.network;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One direction between two members: what {@code from} says, {@code to} hears.
 *
 * @param from ordinal of the one that speaks
 * @param to ordinal of the one that listens
 */
public record Link(int from, int to) {

    /** Both directions between two members. */
    public static Set<Link> between(int one, int other) {
        return Set.of(new Link(one, other), new Link(other, one));
    }

    /** All links between the members {@code apart} and the rest of {@code servers}, both ways. */
    public static Set<Link> split(Collection<Integer> apart, int servers) {
        return apart.stream()
                .flatMap(one -> rest(apart, servers).flatMap(other -> between(one, other).stream()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All links on which the others hear a member. */
    public static Set<Link> from(int member, int servers) {
        return rest(Set.of(member), servers)
                .map(other -> new Link(member, other))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All links on which a member hears the others. */
    public static Set<Link> to(int member, int servers) {
        return rest(Set.of(member), servers)
                .map(other -> new Link(other, member))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Integer> rest(Collection<Integer> apart, int servers) {
        return IntStream.range(0, servers).boxed().filter(member -> !apart.contains(member));
    }
}
