package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.testing.FakeCluster;
import java.time.Clock;
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

    private static SnapshotReader reader(FakeCluster cluster) {
        return new SnapshotReader(cluster, "test", "prod", "myzk", Clock.systemUTC());
    }
}
