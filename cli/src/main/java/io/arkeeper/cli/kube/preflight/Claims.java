package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.preflight.Requirements.Volume;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The volume claims that there are, as far as they are the release's.
 *
 * @param all in the namespace
 */
record Claims(Requirements needs, List<ClaimView> all) {

    /** Also those of an earlier release of this name. */
    List<ClaimView> ofTheRelease() {
        return needs.volumes().stream()
                .flatMap(volume -> all.stream().filter(claim -> claim.name()
                        .matches(Pattern.quote(volume.template() + "-" + needs.statefulSet()) + "(-observer)?-[0-9]+")))
                .toList();
    }

    Optional<ClaimView> of(Volume volume, String pod) {
        return all.stream()
                .filter(claim -> claim.name().equals(needs.claim(volume, pod)))
                .findFirst();
    }

    /** Whether every member has its own, with a volume. */
    boolean areAllBound(Volume volume) {
        return needs.pods().stream()
                .allMatch(pod -> of(volume, pod).filter(ClaimView::isBound).isPresent());
    }
}
