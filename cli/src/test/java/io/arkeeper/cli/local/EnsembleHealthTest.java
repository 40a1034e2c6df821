package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.testing.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EnsembleHealthTest {

    private static String sentence(int expected, MemberView... members) {
        return EnsembleHealth.of(List.of(members), expected).sentence();
    }

    @Test
    void allServe() {
        EnsembleHealth health =
                EnsembleHealth.of(List.of(Views.leads(3, 3), Views.follows(1, 3), Views.follows(2, 3)), 3);

        assertThat(health.sentence())
                .isEqualTo("myzk-zookeeper-2 leads in epoch 1; 3 of 3 voters serve, so the ensemble can lose one.");
        assertThat(health.canLose()).isEqualTo(1);
    }

    @Test
    void fiveCanLoseTwo() {
        assertThat(sentence(
                        5,
                        Views.leads(5, 5),
                        Views.follows(1, 5),
                        Views.follows(2, 5),
                        Views.follows(3, 5),
                        Views.follows(4, 5)))
                .isEqualTo("myzk-zookeeper-4 leads in epoch 1; 5 of 5 voters serve, so the ensemble can lose 2.");
    }

    @Test
    void theNextLossStopsWrites() {
        assertThat(sentence(3, Views.leads(3, 3), Views.follows(1, 3), Views.looks(2, 3)))
                .isEqualTo("myzk-zookeeper-2 leads in epoch 1; 2 of 3 voters serve: the next loss stops writes.");
        assertThat(sentence(1, Views.leads(1, 1)))
                .isEqualTo("myzk-zookeeper-0 leads in epoch 1; the only voter serves: the next loss stops writes.");
    }

    @Test
    void noQuorum() {
        assertThat(sentence(3, Views.looks(1, 3))).isEqualTo("No quorum: 0 of 3 voters serving, 2 needed.");
        assertThat(sentence(3)).isEqualTo("No quorum: 0 of 3 voters serving, 2 needed.");
        assertThat(sentence(1)).isEqualTo("No quorum: 0 of 1 voter serving, 1 needed.");
    }

    @Test
    void whoStillServesBehindALeaderThatIsNotThereIsNoQuorum() {
        assertThat(sentence(3, Views.follows(1, 3), Views.follows(2, 3)))
                .isEqualTo("No quorum: 2 of 3 voters serving, but nobody who answers leads; an election, or a leader"
                        + " that is slow.");
    }

    @Test
    void aLeaderThatHasNotNoticedItsLossDoesNotMakeAQuorum() {
        assertThat(sentence(3, Views.leads(3, 3))).isEqualTo("No quorum: 1 of 3 voters serving, 2 needed.");
    }

    @Test
    void ofTwoThatClaimToLeadTheLaterEpochIsBelieved() {
        assertThat(sentence(3, Views.leads(3, 3), Views.leads(2, 3, 7), Views.follows(1, 3)))
                .startsWith("myzk-zookeeper-1 leads in epoch 7");
    }

    @Test
    void observersDoNotCount() {
        EnsembleHealth health = EnsembleHealth.of(
                List.of(Views.leads(3, 3), Views.follows(1, 3), Views.follows(2, 3), Views.observes(4, 3)), 3);

        assertThat(health.voters()).isEqualTo(3);
        assertThat(health.serving()).isEqualTo(3);
    }
}
