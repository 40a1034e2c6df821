package io.arkeeper.member.server;

import io.arkeeper.core.Limits;
import io.arkeeper.member.admission.Penalties;

/**
 * Who is barred from the ports of this process: from those of clients, and from those between members. ZooKeeper makes what
 * listens at them by itself.
 */
final class ProcessPenalties {

    private static volatile Penalties clients = of(Limits.DEFAULT);
    private static volatile Penalties members = of(Limits.DEFAULT);

    private ProcessPenalties() {}

    static void install(Limits limits) {
        clients = of(limits);
        members = of(limits);
    }

    private static Penalties of(Limits limits) {
        return Penalties.of(limits.malformedPerSecond());
    }

    static Penalties clients() {
        return clients;
    }

    static Penalties members() {
        return members;
    }
}
