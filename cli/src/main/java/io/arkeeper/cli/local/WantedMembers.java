package io.arkeeper.cli.local;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many members are to vote, and how many to observe. */
public record WantedMembers(int voters, int observers) {

    /** Whether those vote, and those observe, who are to. */
    public boolean areThoseOf(EnsembleConfig config) {
        return config.voters().equals(first(voters, MemberId::ofOrdinal))
                && config.observers().equals(first(observers, MemberId::ofObserver));
    }

    private static Set<MemberId> first(int count, IntFunction<MemberId> id) {
        return IntStream.range(0, count).mapToObj(id).collect(Collectors.toSet());
    }
}
