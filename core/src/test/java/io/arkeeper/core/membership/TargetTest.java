package io.arkeeper.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetTest {

    private static final Scale GONE = new Scale.Gone();
    private static final Scale UNKNOWN = new Scale.Unknown("403");
    private static final Topology FIVE_AND_TWO =
            new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 5, 2);

    private static final EnsembleConfig NOW = FIVE_AND_TWO.wantedConfig();

    private static Scale replicas(int count) {
        return new Scale.Replicas(count);
    }

    @Test
    void eachStatefulSetCountsMoreThanTheConfigMap() {
        assertThat(Target.of(FIVE_AND_TWO, NOW, replicas(3), replicas(1)))
                .isEqualTo(new Target(
                        Optional.of(FIVE_AND_TWO.withServers(3).withObservers(1).wantedConfig()),
                        "the StatefulSet wants 3, and 1 observer"));
        assertThat(Target.of(FIVE_AND_TWO, NOW, UNKNOWN, UNKNOWN))
                .isEqualTo(
                        new Target(Optional.of(FIVE_AND_TWO.wantedConfig()), "the ConfigMap wants 5, and 2 observers"));
    }

    @Test
    void withoutAStatefulSetOfTheirOwnThereAreNoObservers() {
        assertThat(Target.of(FIVE_AND_TWO, NOW, replicas(5), GONE))
                .isEqualTo(new Target(
                        Optional.of(FIVE_AND_TWO.withObservers(0).wantedConfig()), "the StatefulSet wants 5"));
    }

    @Test
    void withoutAWantedNumberOfVotersNothingChangesForObserversEither() {
        assertThat(Target.of(FIVE_AND_TWO, NOW, GONE, GONE).wanted()).isEmpty();
        assertThat(Target.of(FIVE_AND_TWO, NOW, replicas(0), replicas(2)).wanted())
                .isEmpty();
        assertThat(Target.of(FIVE_AND_TWO, NOW, replicas(4), replicas(2)).reason())
                .isEqualTo("servers is 4, expected 1, 3, 5 or 7; an even number costs speed and buys no safety: use 5;"
                        + " the membership stays as it is");
    }

    @Test
    void moreObserversThanThereAreNumbersForChangeNothing() {
        assertThat(Target.of(FIVE_AND_TWO, NOW, replicas(5), replicas(101)))
                .isEqualTo(new Target(
                        Optional.empty(),
                        "observers is 101, expected 0 to 100; use as few as serve the reads there are;"
                                + " the membership stays as it is"));
    }

    /** It knows nothing of what {@code kubectl scale} has added, and would take it away again. */
    @Test
    void untilThereIsAnAnswerTheConfigMapTakesNobodyAway() {
        Scale unanswered = new Scale.Unanswered("Kubernetes answers 503");
        EnsembleConfig seven = FIVE_AND_TWO.withServers(7).withObservers(3).wantedConfig();
        EnsembleConfig three = FIVE_AND_TWO.withServers(3).withObservers(0).wantedConfig();

        assertThat(Target.of(FIVE_AND_TWO, seven, unanswered, unanswered))
                .isEqualTo(new Target(
                        Optional.empty(),
                        "the ConfigMap wants 5, and whether the StatefulSet does is not known (Kubernetes answers 503);"
                                + " the membership stays as it is"));
        assertThat(Target.of(FIVE_AND_TWO, seven, replicas(7), unanswered).wanted())
                .contains(FIVE_AND_TWO.withServers(7).withObservers(3).wantedConfig());
        assertThat(Target.of(FIVE_AND_TWO, three, unanswered, unanswered).wanted())
                .contains(FIVE_AND_TWO.wantedConfig());
    }
}
