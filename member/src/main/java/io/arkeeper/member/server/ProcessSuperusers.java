package io.arkeeper.member.server;

import io.arkeeper.member.superuser.SuperuserSessions;
import java.util.Optional;

/** Who lets administrators in; ZooKeeper makes {@link SuperuserScheme} by itself, and a process has one such. */
final class ProcessSuperusers {

    private static volatile Optional<SuperuserSessions> current = Optional.empty();

    private ProcessSuperusers() {}

    static void install(SuperuserSessions sessions) {
        current = Optional.of(sessions);
    }

    static Optional<SuperuserSessions> current() {
        return current;
    }
}
