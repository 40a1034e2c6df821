package io.arkeeper.member.membership;

import io.arkeeper.core.membership.EnsembleView;
import io.arkeeper.core.membership.MembershipStep;
import java.util.Optional;

/**
 * What the leader last thought about the membership.
 *
 * @param step what is to be done, or why nothing is
 * @param target who wants what
 * @param view from what the step was planned; empty where nobody had to be asked
 */
public record MembershipReport(MembershipStep step, String target, Optional<EnsembleView> view) {}
