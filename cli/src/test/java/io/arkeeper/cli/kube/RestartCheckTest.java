package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.testing.Snapshots;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartCheckTest {

    /** As Kubernetes replaces them. */
    private static List<String> downwards(int servers) {
        return IntStream.rangeClosed(1, servers)
                .mapToObj(i -> Snapshots.pod(servers - i))
                .toList();
    }

    @Test
    void whereAllServeAnySizeIsRestarted() {
        for (int servers : List.of(1, 3, 5, 7)) {
            assertThat(RestartCheck.obstacle(Snapshots.of(servers).take(), downwards(servers)))
                    .as("%d", servers)
                    .isEmpty();
        }
    }

    @Test
    void nobodyIsRestartedWhomTheQuorumNeeds() {
        Snapshot lowestAway = Snapshots.of(3).silent(0).take();

        assertThat(RestartCheck.obstacle(lowestAway, downwards(3))).hasValueSatisfying(obstacle -> assertThat(obstacle)
                .startsWith("myzk-zookeeper-2 would be restarted while myzk-zookeeper-0 is away (")
                .endsWith("), and the rest is no quorum"));
        assertThat(RestartCheck.obstacle(lowestAway, List.of())).isEmpty();
    }

    @Test
    void whoIsAwayAndReplacedFirstKeepsTheOthersWaiting() {
        assertThat(RestartCheck.obstacle(Snapshots.of(3).silent(2).take(), downwards(3)))
                .isEmpty();
    }

    @Test
    void oneOfFiveMayBeAway_andNotTwo() {
        assertThat(RestartCheck.obstacle(Snapshots.of(5).silent(0).take(), downwards(5)))
                .isEmpty();
        assertThat(RestartCheck.obstacle(Snapshots.of(5).silent(0).silent(1).take(), downwards(5)))
                .isPresent();
    }

    @Test
    void withoutAQuorumThereIsNoneToLose() {
        assertThat(RestartCheck.obstacle(Snapshots.of(3).silent(0).silent(1).take(), downwards(3)))
                .isEmpty();
    }
}
