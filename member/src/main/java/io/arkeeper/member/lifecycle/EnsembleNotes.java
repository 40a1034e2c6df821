package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.member.disk.EnsembleEntry;
import io.arkeeper.member.server.ServerView;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the disk what shows only once the member serves: that it belongs to an ensemble, and to which.
 *
 * <p>Data that a leader has sent are its ensemble's, whatever was known before. A disk that had data keeps the identity it
 * has; one that has none, from a version that knew no identities, takes its leader's.
 */
final class EnsembleNotes {

    private static final Logger LOG = LoggerFactory.getLogger(EnsembleNotes.class);

    private final MemberIdentity self;
    private final EnsembleEntry entry;
    private final boolean hadData;
    private final CurrentStatus status;
    private final Function<MemberId, PeerStatement> ask;
    private boolean confirmed;

    /**
     * @param hadData whether the disk had a database before the server was started
     * @param ask what another member says
     */
    EnsembleNotes(
            MemberIdentity self,
            EnsembleEntry entry,
            boolean hadData,
            CurrentStatus status,
            Function<MemberId, PeerStatement> ask) {
        this.self = self;
        this.entry = entry;
        this.hadData = hadData;
        this.status = status;
        this.ask = ask;
    }

    /** Called when it serves for the first time. */
    void serves() {
        entry.noteMembership(self);
        status.update(now -> now.holding(DiskContent.DATA));
    }

    /**
     * Asks the leader once which ensemble it is, unless that is this member itself.
     *
     * @param server what the server says now
     */
    void confirm(Supplier<Optional<ServerView>> server) {
        Optional<MemberId> leader = leader(server);
        if (confirmed || leader.isEmpty()) {
            return;
        }
        if (leader.get().equals(self.id())) {
            confirmed = true;
            return;
        }
        if (ask.apply(leader.get()) instanceof Spoke spoke && leader.equals(leader(server))) {
            spoke.ensemble().ifPresent(this::learn);
            confirmed = true;
        }
    }

    private static Optional<MemberId> leader(Supplier<Optional<ServerView>> server) {
        return server.get().filter(ServerView::serving).flatMap(ServerView::leader);
    }

    private void learn(EnsembleId leaders) {
        Optional<EnsembleId> own = status.get().ensemble();
        if (own.equals(Optional.of(leaders))) {
            return;
        }
        if (hadData && own.isPresent()) {
            LOG.error("serves with data of ensemble {} behind a leader of {}", own.get(), leaders);
            return;
        }
        entry.adopt(self, leaders);
        status.update(now -> now.belongingTo(leaders));
        LOG.info("belongs to ensemble {} by the word of its leader", leaders);
    }
}
