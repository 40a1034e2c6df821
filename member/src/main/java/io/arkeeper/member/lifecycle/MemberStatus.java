package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.member.server.ServerView;
import java.util.Optional;

/**
 * What the member knows of itself at one moment; probes, API and log all show this and nothing else.
 *
 * @param state where it is in its life
 * @param reason one sentence: what it does, or for what it waits
 * @param content what its disk holds; empty before it was looked at
 * @param config the configuration it works with or would start with
 * @param ensemble the ensemble its disk belongs to, or which its empty disk proposes
 * @param server the embedded server, once its database is loaded
 * @param observedNanos when the server was looked at, on the ticker
 * @param isLeaving whether it asks to be removed before it stops
 * @param alarm what needs attention although it serves
 */
public record MemberStatus(
        MemberState state,
        String reason,
        Optional<DiskContent> content,
        Optional<EnsembleConfig> config,
        Optional<EnsembleId> ensemble,
        Optional<ServerView> server,
        long observedNanos,
        boolean isLeaving,
        Optional<String> alarm) {

    static final MemberStatus FIRST = new MemberStatus(
            MemberState.CHECKING_DISK,
            "looking at its disk",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            false,
            Optional.empty());

    MemberStatus in(MemberState next, String why) {
        return new MemberStatus(next, why, content, config, ensemble, server, observedNanos, isLeaving, alarm);
    }

    MemberStatus holding(DiskFinding found) {
        return new MemberStatus(
                state,
                reason,
                Optional.of(found.content()),
                found.config(),
                found.ensemble(),
                server,
                observedNanos,
                isLeaving,
                alarm);
    }

    MemberStatus holding(DiskContent found) {
        return new MemberStatus(
                state, reason, Optional.of(found), config, ensemble, server, observedNanos, isLeaving, alarm);
    }

    MemberStatus belongingTo(EnsembleId known) {
        return new MemberStatus(
                state, reason, content, config, Optional.of(known), server, observedNanos, isLeaving, alarm);
    }

    MemberStatus observing(Optional<ServerView> seen, String why, long nanos) {
        Optional<EnsembleConfig> known = seen.map(ServerView::config).or(() -> config);
        return new MemberStatus(state, why, content, known, ensemble, seen, nanos, isLeaving, alarm);
    }

    MemberStatus leaving() {
        return new MemberStatus(state, reason, content, config, ensemble, server, observedNanos, true, alarm);
    }

    MemberStatus alarming(Optional<String> sentence) {
        return new MemberStatus(state, reason, content, config, ensemble, server, observedNanos, isLeaving, sentence);
    }
}
