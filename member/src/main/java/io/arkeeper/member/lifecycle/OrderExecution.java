package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.database.Zxid;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.Forming;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.member.disk.DiskOrder;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.peers.PeerQuestions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out at the start what {@link Repair} accepted before it, unless that may be wrong by now. */
final class OrderExecution {

    private static final Logger LOG = LoggerFactory.getLogger(OrderExecution.class);

    private static final Duration ORDER_HOLDS = Duration.ofHours(1); // a node may take that long to come back

    private final MemberIdentity self;
    private final MemberDisk disk;
    private final CurrentStatus status;
    private final Supplier<Topology> topology;
    private final PeerQuestions questions;

    OrderExecution(
            MemberIdentity self,
            MemberDisk disk,
            CurrentStatus status,
            Supplier<Topology> topology,
            PeerQuestions questions) {
        this.self = self;
        this.disk = disk;
        this.status = status;
        this.topology = topology;
        this.questions = questions;
    }

    void carryOut(DiskOrder order, DiskFinding found) {
        if (order.at().plus(ORDER_HOLDS).isBefore(Instant.now())) {
            LOG.warn("does not do what it was told at {}: by now that may be wrong; give the order again", order.at());
            disk.orders().forget();
            return;
        }
        switch (order) {
            case DiskOrder.Resync resync -> resync();
            case DiskOrder.Reform reform -> reform(reform, found);
        }
    }

    private void resync() {
        status.enter(MemberState.CHECKING_DISK, "puts its data aside, as it was told to");
        disk.repair().resync(self);
        LOG.info("has put its data aside; the leader is to send it all again");
    }

    private void reform(DiskOrder.Reform order, DiskFinding found) {
        EnsembleConfig alone = EnsembleConfig.of(
                Zxid.endOf(order.epoch()), List.of(topology.get().seat(self.id(), Role.VOTER)));
        boolean begun = found.config().equals(Optional.of(alone));
        if (!begun && anotherServes(found)) {
            LOG.warn("is not the first of a new ensemble, as it was told to be: another member serves by now");
            disk.orders().forget();
            return;
        }
        status.enter(MemberState.CHECKING_DISK, "copies its database before it forms the ensemble again");
        disk.repair().reform(self, order, alone);
        LOG.info(
                "forms the ensemble again from its own disk, as the only voter of configuration 0x{}",
                alone.versionText());
    }

    /** Whoever serves by now has a quorum, and what was decided without one is void. */
    private boolean anotherServes(DiskFinding found) {
        return questions.ask(Forming.concerned(found, topology.get())).values().stream()
                .anyMatch(PeerStatement::serves);
    }
}
