package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClusterFailure.Kind;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.MembershipView;
import io.arkeeper.cli.testing.FakeCluster;
import io.arkeeper.cli.testing.HelmSecret;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotReaderTest {

    @Test
    void eventsAreReadOnlyAboutWhatMayNeedExplaining() {
        FakeCluster healthy = FakeCluster.withEnsemble();
        FakeCluster withoutOne = FakeCluster.withEnsemble().without("myzk-zookeeper-1");

        reader(healthy).read();
        reader(withoutOne).read();

        assertThat(healthy.asked()).noneMatch(path -> path.contains("/events"));
        assertThat(withoutOne.asked())
                .filteredOn(path -> path.contains("/events"))
                .containsExactly("/api/v1/namespaces/prod/events?fieldSelector=involvedObject.name%3Dmyzk-zookeeper");
    }

    @Test
    void whoLooksAgainAndAgainDoesNotReadWhatHelmKeeps() {
        FakeCluster cluster = FakeCluster.withEnsemble();

        Snapshot progress = reader(cluster).progress();

        assertThat(cluster.asked()).noneMatch(path -> path.contains("/secrets") || path.contains("/poddisruption"));
        assertThat(progress.members()).hasSize(3);
    }

    @Test
    void aMemberThatGoesForGoodIsAskedUntilItHasGone_butNotOneThatComesBack() {
        FakeCluster shrinking = FakeCluster.withEnsemble().ending("myzk-zookeeper-2");
        FakeCluster restarting = FakeCluster.withEnsemble().ending("myzk-zookeeper-2");
        shrinking.scaledTo(2);

        assertThat(reader(shrinking).progress().health().serving()).isEqualTo(3);
        assertThat(reader(restarting).progress().members()).doesNotContainKey("myzk-zookeeper-2");
    }

    @Test
    void theLeaderIsAskedAboutTheMembershipOnlyWhileThatIsNotAsItShouldBe() {
        HttpGet.Answer answer = new HttpGet.Answer(
                200,
                "{\"target\":\"the StatefulSet wants 5\",\"step\":{\"kind\":\"wait\",\"reason\":\"waiting for a\"}}");
        FakeCluster asItShouldBe = FakeCluster.withEnsemble().saying("myzk-zookeeper-2", MembershipView.PATH, answer);
        FakeCluster growing = FakeCluster.withEnsemble()
                .saying("myzk-zookeeper-2", MembershipView.PATH, answer)
                .scaledTo(5);

        assertThat(reader(asItShouldBe).read().membership()).isEmpty();
        assertThat(reader(growing).read().membership())
                .contains(new MembershipView("wait", "waiting for a", "the StatefulSet wants 5"));
        assertThat(reader(growing.silent("myzk-zookeeper-2")).read().membership())
                .isEmpty();
    }

    @Test
    void everythingOfTheReleaseButSecretsIsComparedWithWhatIsThere() {
        String service = "/api/v1/namespaces/prod/services/myzk-zookeeper";
        String budget = "/apis/policy/v1/namespaces/prod/poddisruptionbudgets/myzk-zookeeper";

        assertThat(reader(installed()).read().edits()).isEmpty();
        assertThat(reader(installed()
                                .edited(service, "spec", "type", "NodePort")
                                .withoutObject(budget))
                        .read()
                        .edits())
                .extracting(Edit::path)
                .containsExactly("Service/myzk-zookeeper spec.type", "PodDisruptionBudget/myzk-zookeeper");
    }

    @Test
    void whatMayNotBeReadIsNotTakenForGone() {
        FakeCluster cluster = installed()
                .withoutObject("/api/v1/namespaces/prod/services/myzk-zookeeper")
                .failing("/services/", new ClusterFailure(Kind.FORBIDDEN, 403, "no right to get services"));

        assertThat(reader(cluster).read().edits()).isEmpty();
    }

    private static FakeCluster installed() {
        return FakeCluster.installed(new HelmSecret(1, "deployed", FakeCluster.NOW, Map.of(), """
                apiVersion: v1
                kind: Secret
                metadata: {name: myzk-zookeeper-tls}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: myzk-zookeeper}
                spec: {type: ClusterIP}
                ---
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: myzk-zookeeper}
                spec: {minAvailable: 2}
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: myzk-zookeeper}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: zookeeper}}
                  template: {spec: {containers: [{image: "arkeeper/zookeeper:1"}]}}
                """));
    }

    private static SnapshotReader reader(FakeCluster cluster) {
        return new SnapshotReader(cluster, "test", "prod", "myzk", Clock.systemUTC());
    }
}
