package io.arkeeper.cli.local;

import java.time.Duration;
import java.util.List;

/**
 * Voters that gave no answer in time, although whoever probes them calls them ready.
 *
 * <p>A busy node, or a tunnel that breaks, is no lost quorum; nor is a probe that succeeded a while ago a quorum. So where
 * they could make the difference, neither is claimed.
 *
 * @param pods theirs
 * @param members how many there should be
 * @param patience how long an answer was waited for
 */
public record Unheard(List<String> pods, int members, Duration patience) {

    /** Whether a quorum can be neither seen nor ruled out without them. */
    public boolean leaveOpen(EnsembleHealth health) {
        return !health.hasQuorum() && !pods.isEmpty() && health.serving() + pods.size() >= health.majority();
    }

    /** What is known all the same. */
    public String sentence(EnsembleHealth health) {
        return "%d of %s did not answer within %d s, though %s ready (%s): whether there is a quorum is not known; %d of %s %s known to serve, %d %s needed."
                .formatted(
                        pods.size(),
                        Counted.of(members, "member"),
                        patience.toSeconds(),
                        Counted.form(pods.size(), "its pod is", "their pods are"),
                        String.join(", ", pods),
                        health.serving(),
                        Counted.of(health.voters(), "voter"),
                        Counted.form(health.serving(), "is", "are"),
                        health.majority(),
                        Counted.form(health.majority(), "is", "are"));
    }
}
