package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import java.util.Optional;

/** Says what Helm knows of the release already, and what is to be done about it. */
final class ReleaseCheck {

    private static final String SUBJECT = "release";
    private static final String WITH_ITS_DATA =
            "Its volume claims go with it (claimRetention.whenDeleted=Delete); give `uninstall`, which asks";

    private ReleaseCheck() {}

    static Check of(Requirements needs, ClusterFacts facts) {
        Optional<HelmRelease> release = facts.release();
        if (release.isEmpty()) {
            return new Ok(SUBJECT, "there is no %s yet".formatted(needs.name()));
        }
        String left = "%s is there. %s "
                .formatted(needs.name(), release.get().trouble().orElse(""));
        boolean isSafe = !facts.claimsGo()
                || new Claims(needs, facts.claims()).ofTheRelease().isEmpty();
        return switch (release.get().remedy()) {
            case NONE ->
                new Ok(
                        SUBJECT,
                        "%s is installed, revision %d of %s"
                                .formatted(
                                        needs.name(),
                                        release.get().revision(),
                                        release.get().chart()));
            case INSTALL ->
                isSafe
                        ? new Warn(SUBJECT, left + "`install` cleans up and goes on")
                        : new Fail(SUBJECT, left + WITH_ITS_DATA);
            case UPGRADE -> new Fail(SUBJECT, left + "Its members may serve; give `upgrade` with the same values");
            case UNINSTALL ->
                isSafe
                        ? new Warn(SUBJECT, left + "`uninstall` ends it; `install` does so too, and installs anew")
                        : new Fail(SUBJECT, left + WITH_ITS_DATA);
        };
    }
}
