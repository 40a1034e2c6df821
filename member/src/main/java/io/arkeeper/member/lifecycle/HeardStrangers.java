package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Topology;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.member.peers.PeerQuestions;
import io.arkeeper.member.server.Strangers;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds {@link Strangers} by their names, and by asking, each time anew and for a short while: a server that waits for
 * this answer holds others up.
 */
final class HeardStrangers implements Strangers {

    private static final Logger LOG = LoggerFactory.getLogger(HeardStrangers.class);

    private final CurrentStatus status;
    private final Supplier<Topology> topology;
    private final PeerQuestions questions;

    HeardStrangers(CurrentStatus status, Supplier<Topology> topology, PeerQuestions questions) {
        this.status = status;
        this.topology = topology;
        this.questions = questions;
    }

    @Override
    public boolean include(MemberId id) {
        PeerStatement statement = questions.askBriefly(Set.of(id)).get(id);
        return statement != null && statement.holdsDataStrangeTo(own());
    }

    @Override
    public boolean aloneKnowConfig(long version) {
        Set<MemberId> ids = new TreeSet<>(topology.get().wantedConfig().seats().keySet());
        status.get().config().map(EnsembleConfig::seats).ifPresent(seats -> ids.addAll(seats.keySet()));
        List<PeerStatement> knowing = questions.askBriefly(ids).values().stream()
                .filter(peer -> knows(peer, version))
                .toList();
        boolean alone = !knowing.isEmpty() && knowing.stream().allMatch(peer -> peer.holdsDataStrangeTo(own()));
        if (alone) {
            LOG.warn("does not take over configuration 0x{}, which is another ensemble's", Long.toHexString(version));
        }
        return alone;
    }

    /** Pods get addresses that others had a moment ago, so a member of another release may knock here by mistake. */
    @Override
    public boolean have(EnsembleConfig config) {
        if (topology.get().isNamedBy(config)) {
            return false;
        }
        LOG.warn(
                "heard a vote in an election of {} and others, who are no members of this ensemble; it does not count",
                config.seats().values().iterator().next().host());
        return true;
    }

    @Override
    public boolean areAt(InetAddress address, MemberId expected) {
        Optional<String> stranger = questions.at(address, expected).somebodyElse();
        stranger.ifPresent(who -> LOG.warn(
                "{} is to lead, but who answers at its address {} is not followed: {}",
                topology.get().host(expected),
                address.getHostAddress(),
                who));
        return stranger.isPresent();
    }

    private Optional<EnsembleId> own() {
        return status.get().ensemble();
    }

    private static boolean knows(PeerStatement peer, long version) {
        return peer instanceof Spoke spoke
                && spoke.config().filter(config -> config.version() == version).isPresent();
    }
}
