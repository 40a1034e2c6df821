package io.arkeeper.cli;

import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.MemberView;
import java.util.List;
import java.util.Map;

/** Where a {@link Drill} takes place. */
interface DrillGround {

    /**
     * A member.
     *
     * @param incarnation another one for each process or pod; empty while there is none
     */
    record Seat(String pod, String incarnation, boolean ready) {}

    /** The ensemble at one moment. */
    record Look(List<Seat> seats, Map<String, MemberView> members, EnsembleHealth health) {

        Seat seat(String pod) {
            return seats.stream()
                    .filter(seat -> seat.pod().equals(pod))
                    .findFirst()
                    .orElse(new Seat(pod, "", false));
        }
    }

    Look look();

    /** A client connected to one member only. */
    LineClient clientOf(String pod);

    /** A client that knows all members; where clients live in pods, in this one. */
    LineClient clientOfAll(String host);

    /** Ends members at once, and in good order, as Kubernetes deletes pods. They come back by themselves. */
    void delete(List<String> pods);
}
