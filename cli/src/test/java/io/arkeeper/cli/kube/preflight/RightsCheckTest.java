package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.Right.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RightsCheckTest {

    @Test
    void missingRightsAreNamed() {
        Facts facts = new Facts();
        facts.missing = List.of(
                new Right(Use.INSTALL, "create", "services"),
                new Right(Use.INSTALL, "create", "secrets"),
                new Right(Use.INSTALL, "list", "events"),
                new Right(Use.ROLL, "create", "pods/eviction"),
                new Right(Use.ROLL, "patch", "statefulsets.apps"));

        assertThat(check("rights", facts))
                .isEqualTo(new Fail(
                        "rights",
                        "you may not create secrets, services and list events in namespace prod; and `roll` needs to"
                                + " create pods/eviction and patch statefulsets.apps; ask for a Role that allows it"));
    }

    @Test
    void rightsThatOnlyLaterCommandsNeedAreAWarning() {
        Facts facts = new Facts();
        facts.missing = List.of(
                new Right(Use.UPGRADE, "patch", "services"),
                new Right(Use.UNINSTALL, "delete", "persistentvolumeclaims"));

        assertThat(check("rights", facts))
                .isEqualTo(new Warn(
                        "rights",
                        "you may install; `upgrade` needs to patch services; `uninstall` needs to delete"
                                + " persistentvolumeclaims, which you may not in namespace prod; ask for a Role that allows"
                                + " it"));
    }
}
