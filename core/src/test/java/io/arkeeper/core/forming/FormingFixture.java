package io.arkeeper.core.forming;

import static io.arkeeper.core.forming.FirstStart.topology;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a member and its peers may say of their disks. */
abstract class FormingFixture {

    static final EnsembleConfig ONE = topology(1).initialConfig();
    static final EnsembleConfig THREE = topology(3).initialConfig();
    static final EnsembleConfig FIVE = topology(5).initialConfig();

    static final Optional<EnsembleId> FIRST = Optional.of(new EnsembleId("00000000000000f1"));
    static final Optional<EnsembleId> SECOND = Optional.of(new EnsembleId("00000000000000f2"));

    static final DiskFinding NEW =
            new DiskFinding(DiskContent.EMPTY, Optional.empty(), Optional.empty(), Optional.empty(), FIRST);
    static final DiskFinding BEGUN = disk(DiskContent.FORMING, THREE);
    static final DiskFinding LOST = disk(DiskContent.AWAITING_SYNC, THREE);

    static final PeerStatement EMPTY = empty(3);
    static final PeerStatement UNRESOLVED = new Silent("its name does not resolve");
    static final PeerStatement REFUSING = new Silent("it refuses connections");

    final SortedMap<MemberId, PeerStatement> peers = new TreeMap<>();

    void hear(int id, PeerStatement statement) {
        peers.put(new MemberId(id), statement);
    }

    FormingDecision decide(int id, DiskFinding own, int servers) {
        return Forming.decide(self(id), own, topology(servers), peers);
    }

    static MemberIdentity self(int id) {
        return new MemberIdentity("ns", "zk", id - 1);
    }

    static DiskFinding disk(DiskContent content, EnsembleConfig config) {
        return new DiskFinding(content, Optional.empty(), Optional.empty(), Optional.of(config), FIRST);
    }

    static PeerStatement empty(int servers) {
        return empty(servers, FIRST);
    }

    static PeerStatement empty(int servers, Optional<EnsembleId> proposal) {
        return new Spoke(DiskContent.EMPTY, servers, Optional.empty(), false, proposal);
    }

    static PeerStatement begun(EnsembleConfig config) {
        return begun(config, FIRST);
    }

    static PeerStatement begun(EnsembleConfig config, Optional<EnsembleId> ensemble) {
        return new Spoke(DiskContent.FORMING, config.voters().size(), Optional.of(config), false, ensemble);
    }

    static PeerStatement with(EnsembleConfig config) {
        return with(config, true, FIRST);
    }

    static PeerStatement with(EnsembleConfig config, boolean serving, Optional<EnsembleId> ensemble) {
        return new Spoke(DiskContent.DATA, 3, Optional.of(config), serving, ensemble);
    }
}
