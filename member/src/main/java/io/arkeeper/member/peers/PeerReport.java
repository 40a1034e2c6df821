package io.arkeeper.member.peers;

import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.core.tls.TlsWord;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a peer says of itself, as far as other members want to know it.
 *
 * @param statement what forming and joining need
 * @param leader whom it follows
 * @param epoch the epoch it is in
 * @param leaving whether it asks to be removed before it stops
 * @param tls what it says of TLS between members; empty where it did not answer
 * @param objection why it must not be let in: it is somebody else, or runs something else
 */
public record PeerReport(
        PeerStatement statement,
        Optional<MemberId> leader,
        OptionalLong epoch,
        boolean leaving,
        Optional<TlsWord> tls,
        Optional<String> objection) {

    static PeerReport silent(String reason) {
        return new PeerReport(
                new Silent(reason), Optional.empty(), OptionalLong.empty(), false, Optional.empty(), Optional.empty());
    }

    /** Of somebody else, who is not asked anything. */
    static PeerReport stranger(String who) {
        return new PeerReport(
                new Silent(who + " answers under its name"),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                Optional.empty(),
                Optional.of("it is " + who));
    }

    /** Who answered, where that is not the member that was asked. */
    public Optional<String> somebodyElse() {
        return objection.filter(who -> statement instanceof Silent);
    }

    /** Why a member of {@code own} must not let it in. */
    public Optional<String> objectionOf(Optional<EnsembleId> own) {
        return objection.or(() -> statement instanceof Spoke spoke && spoke.isStrangerTo(own)
                ? Optional.of("its disk belongs to ensemble %s, this is %s"
                        .formatted(spoke.ensemble().orElseThrow(), own.orElseThrow()))
                : Optional.empty());
    }

    /** Whether it serves clients behind {@code leader} in {@code epoch}, so it was synced after that began. */
    public boolean servesBehind(MemberId other, OptionalLong otherEpoch) {
        return statement instanceof Spoke spoke
                && spoke.serving()
                && leader.equals(Optional.of(other))
                && epoch.isPresent()
                && epoch.equals(otherEpoch);
    }
}
