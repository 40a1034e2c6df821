package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.local.Counted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what becomes of volume claims that an earlier release has left. */
final class ClaimsCheck {

    private static final String SUBJECT = "claims";

    private ClaimsCheck() {}

    static Check of(Requirements needs, ClusterFacts facts) {
        List<ClaimView> left = new Claims(needs, facts.claims()).ofTheRelease();
        if (left.isEmpty()) {
            return new Ok(SUBJECT, "none is left of an earlier release; the ensemble starts empty");
        }
        String names = left.stream().map(ClaimView::name).collect(Collectors.joining(", "));
        Optional<ClaimView> deleting = left.stream().filter(ClaimView::deleting).findFirst();
        if (deleting.isPresent()) {
            return new Fail(
                    SUBJECT,
                    "%s is being deleted; wait until it has gone"
                            .formatted(deleting.get().name()));
        }
        if (facts.release().filter(HelmRelease::isDeployed).isPresent()) {
            return new Ok(SUBJECT, names);
        }
        long members = left.stream()
                .filter(claim -> !claim.name().contains(needs.statefulSet() + "-observer-"))
                .map(ClaimView::ordinal)
                .filter(ordinal -> ordinal < needs.servers())
                .distinct()
                .count();
        int majority = needs.servers() / 2 + 1;
        if (members < majority) {
            return new Warn(
                    SUBJECT,
                    ("%s %s left of an earlier release, for %d of %s: no majority, so nobody may be elected;"
                                    + " restore the others, or delete %s")
                            .formatted(
                                    names,
                                    Counted.form(left.size(), "is", "are"),
                                    members,
                                    Counted.of(needs.servers(), "member"),
                                    Counted.form(left.size(), "it", "these")));
        }
        Optional<ClaimView> other = left.stream()
                .filter(claim -> needs.volumes().stream()
                        .anyMatch(volume -> claim.name().startsWith(volume.template() + "-")
                                && claim.requested().compareTo(volume.size()) != 0))
                .findFirst();
        String kept = "%s %s left of an earlier release: its data comes back"
                .formatted(names, Counted.form(left.size(), "is", "are"));
        return other.<Check>map(claim -> new Warn(
                        SUBJECT,
                        "%s; %s of %s"
                                .formatted(
                                        kept,
                                        Counted.form(left.size(), "it keeps its size", "they keep their size"),
                                        claim.requested().asBytes())))
                .orElseGet(() -> new Warn(
                        SUBJECT,
                        "%s; delete %s first for an empty ensemble"
                                .formatted(kept, Counted.form(left.size(), "it", "them"))));
    }
}
