package io.arkeeper.cli.local;

import io.arkeeper.core.MemberId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The loopback addresses of one ensemble: {@code 127.0.x.1}, {@code 127.0.x.2} … by the members' ids.
 *
 * @param x 1 to 254; 0 is where everybody else listens
 */
public record Subnet(int x) implements PodNetwork {

    private static final int COUNT = 254;

    @Override
    public String address(MemberId id) {
        return "127.0.%d.%d".formatted(x, id.value());
    }

    @Override
    public List<String> enter(MemberId id) {
        return List.of();
    }

    @Override
    public void move(MemberId id, String address) {} // every process has all loopback addresses

    /**
     * A subnet for a new ensemble. The same name gets the same one wherever it is free, so that addresses can be
     * remembered.
     *
     * @param taken those of other ensembles, running or not
     * @param isFree whether nothing listens there
     */
    static Optional<Subnet> choose(String name, Set<Subnet> taken, Predicate<Subnet> isFree) {
        int first = Math.floorMod(name.hashCode(), COUNT);
        return IntStream.range(0, COUNT)
                .mapToObj(step -> new Subnet((first + step) % COUNT + 1))
                .filter(subnet -> !taken.contains(subnet))
                .filter(isFree)
                .findFirst();
    }
}
