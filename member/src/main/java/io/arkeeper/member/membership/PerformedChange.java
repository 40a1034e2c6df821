package io.arkeeper.member.membership;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.membership.MembershipStep.Change;
import java.time.Instant;

/**
 * A change of the membership that this member made as the leader. A step is shown only while it is performed, which takes
 * milliseconds; this is what can still be read afterwards.
 *
 * @param change what was done, and why
 * @param config the configuration that came into force by it
 * @param at when that was
 */
public record PerformedChange(Change change, EnsembleConfig config, Instant at) {}
