package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.testing.Snapshots;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReleaseCheckTest {

    @Test
    void anInterruptedInstallationIsTold() {
        Facts facts = new Facts();
        facts.release = Optional.of(Snapshots.release("pending-install", 1, ""));

        assertThat(check("release", facts))
                .isEqualTo(new Warn(
                        "release",
                        "myzk is there. Its installation was begun at 2026-11-23T11:58:00Z and has not ended. `install`"
                                + " cleans up and goes on"));
    }

    @Test
    void whereInstallWouldRefuseOrRemove_thatIsSaid() {
        Facts facts = new Facts();
        facts.release = Optional.of(Snapshots.release("failed", 2, "quota"));

        assertThat(check("release", facts))
                .isEqualTo(new Fail(
                        "release",
                        "myzk is there. Its last change failed: quota. Its members may serve; give `upgrade` with the"
                                + " same values"));

        facts.release = Optional.of(Snapshots.release("uninstalling", 2, ""));
        assertThat(check("release", facts))
                .isEqualTo(new Warn(
                        "release",
                        "myzk is there. Its removal was begun at 2026-11-23T11:58:00Z and has not ended. `uninstall` ends"
                                + " it; `install` does so too, and installs anew"));

        facts.claimsGo = true;
        facts.claims = List.of(Snapshots.claim(0, "Bound", "1Gi"));
        assertThat(check("release", facts))
                .isEqualTo(new Fail(
                        "release",
                        "myzk is there. Its removal was begun at 2026-11-23T11:58:00Z and has not ended. Its volume claims"
                                + " go with it (claimRetention.whenDeleted=Delete); give `uninstall`, which asks"));
    }
}
