package io.arkeeper.cli.kube.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.preflight.Right.Use;
import io.arkeeper.cli.testing.FakeCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RightsReaderTest {

    private static final List<String> MADE = List.of("services", "statefulsets.apps");

    private static List<Right> missing(FakeCluster cluster) {
        return new RightsReader(cluster, "prod").missing(Right.needed(MADE));
    }

    @Test
    void anAdministratorMissesNothing() {
        assertThat(missing(new FakeCluster().allowing("*", List.of("*"), List.of("*"))))
                .isEmpty();
    }

    @Test
    void whatRulesDoNotShowIsAskedForOneByOne() {
        FakeCluster cluster = new FakeCluster()
                .allowing("", List.of("*"), List.of("*"))
                .allowing("apps", List.of("statefulsets"), List.of("get", "list", "create"))
                .allowing("policy", List.of("poddisruptionbudgets"), List.of("list"));

        assertThat(missing(cluster))
                .containsExactly(
                        new Right(Use.UPGRADE, "patch", "statefulsets.apps"),
                        new Right(Use.UPGRADE, "delete", "statefulsets.apps"),
                        new Right(Use.ROLL, "patch", "statefulsets.apps"));
        assertThat(missing(cluster.allowingAlso("patch statefulsets.apps")))
                .containsExactly(new Right(Use.UPGRADE, "delete", "statefulsets.apps"));
    }

    @Test
    void whoMayOnlyLookIsToldEverythingElse() {
        FakeCluster cluster = new FakeCluster().allowing("*", List.of("*"), List.of("get", "list"));

        assertThat(missing(cluster))
                .contains(
                        new Right(Use.INSTALL, "create", "services"),
                        new Right(Use.INSTALL, "create", "secrets"),
                        new Right(Use.INSTALL, "update", "secrets"),
                        new Right(Use.INSTALL, "create", "pods/portforward"),
                        new Right(Use.ROLL, "create", "pods/eviction"),
                        new Right(Use.DRILL, "delete", "pods"),
                        new Right(Use.ZK, "create", "pods/exec"),
                        new Right(Use.UNINSTALL, "delete", "persistentvolumeclaims"))
                .noneMatch(right -> List.of("get", "list").contains(right.verb()));
    }
}
