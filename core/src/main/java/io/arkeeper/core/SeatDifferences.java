package io.arkeeper.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What a member's seat in the configuration and its settings say differently, and which of them wins.
 *
 * <p>A seat is written once, when the member is added. Names and ports that an upgrade changes later reach the settings
 * only: the members go on by the seats, Services and network policies go by the settings.
 */
public final class SeatDifferences {

    private SeatDifferences() {}

    /**
     * One clause for each, none where they agree.
     *
     * @param seat in the configuration that the member starts with
     * @param settings the seat that its settings would give it
     */
    public static List<String> between(Seat seat, Seat settings) {
        List<String> clauses = new ArrayList<>();
        if (!seat.host().equals(settings.host())) {
            clauses.add("its name is %s in the configuration and %s in its settings, and the members use the first"
                    .formatted(seat.host(), settings.host()));
        }
        port("serverPort", seat.quorumPort(), settings.quorumPort(), "the members use the first", clauses);
        port("leaderElectionPort", seat.electionPort(), settings.electionPort(), "the members use the first", clauses);
        port(
                "clientPort",
                seat.clientPort(),
                settings.clientPort(),
                "it listens on the second, while clients that read /zookeeper/config are sent to the first",
                clauses);
        return List.copyOf(clauses);
    }

    private static void port(String name, int seat, int settings, String effect, List<String> clauses) {
        if (seat != settings) {
            clauses.add("%s is %d in the configuration and %d in its settings, and %s"
                    .formatted(name, seat, settings, effect));
        }
    }
}
