package io.arkeeper.cli.testing;

import io.arkeeper.cli.local.MemberView;
import io.arkeeper.core.EnsembleConfig;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What a member says, but for what is changed. */
final class MemberCopy {

    String name;
    Optional<String> zxid;
    Optional<EnsembleConfig> config;
    Optional<MemberView.Disk> disk;
    Optional<Instant> time;
    Optional<String> ensemble;
    Optional<MemberView.Tls> tls;
    Optional<String> authWarning;

    private MemberCopy(MemberView view) {
        name = view.name();
        zxid = view.zxid();
        config = view.config();
        disk = view.disk();
        time = view.time();
        ensemble = view.ensemble();
        tls = view.tls();
        authWarning = view.authWarning();
    }

    static MemberView of(MemberView view, Consumer<MemberCopy> change) {
        MemberCopy copy = new MemberCopy(view);
        change.accept(copy);
        return new MemberView(
                copy.name,
                view.id(),
                view.state(),
                view.ready(),
                view.reason(),
                view.role(),
                view.leader(),
                view.epoch(),
                copy.zxid,
                view.configVersion(),
                view.connections(),
                view.pid(),
                copy.config,
                copy.disk,
                copy.time,
                copy.ensemble,
                copy.tls,
                copy.authWarning,
                view.controlPort());
    }
}
