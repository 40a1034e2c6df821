package io.arkeeper.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;
import org.junit.jupiter.api.Test;

final class DepartureTest {

    private static final Topology FIVE = new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 5);

    private static Verdict judge(int ordinal, Topology topology, Scale scale) {
        return Departure.judge(new MemberIdentity("ns", "zk", ordinal), topology, scale);
    }

    @Test
    void whoseOrdinalIsBeyondTheReplicasLeaves_whateverTheConfigMapStillSays() {
        assertThat(judge(3, FIVE, new Scale.Replicas(3)))
                .isEqualTo(Verdict.yes("the StatefulSet wants 3, so zk-3 leaves"));
        assertThat(judge(2, FIVE, new Scale.Replicas(3)))
                .isEqualTo(Verdict.no("the StatefulSet wants 3, so zk-2 comes back"));
    }

    @Test
    void observersLeaveByTheirOwnStatefulSet() {
        MemberIdentity observer = new MemberIdentity("ns", "zk-observer", 1, Role.OBSERVER);
        Topology two = FIVE.withObservers(2);

        assertThat(Departure.judge(observer, two, new Scale.Replicas(1)))
                .isEqualTo(Verdict.yes("the StatefulSet wants 1, so zk-observer-1 leaves"));
        assertThat(Departure.judge(observer, two, new Scale.Replicas(0)))
                .isEqualTo(Verdict.yes("the StatefulSet wants 0, so zk-observer-1 leaves"));
        assertThat(Departure.judge(observer, two, new Scale.Replicas(2)).yes()).isFalse();
        assertThat(Departure.judge(observer, two, new Scale.Gone()).yes()).isFalse();
        assertThat(Departure.judge(observer, two, new Scale.Unknown("403")).yes())
                .isFalse();
        assertThat(Departure.judge(observer, two.withObservers(1), new Scale.Unknown("403"))
                        .yes())
                .isTrue();
    }

    @Test
    void withoutAnAnswerTheConfigMapDecides() {
        Scale unknown = new Scale.Unknown("403");

        assertThat(judge(3, FIVE.withServers(3), unknown))
                .isEqualTo(Verdict.yes("the StatefulSet is not known (403), the ConfigMap wants 3, so zk-3 leaves"));
        assertThat(judge(3, FIVE, unknown).yes()).isFalse();
    }

    @Test
    void anUninstalledReleaseAndOneScaledToZeroKeepTheirMembers() {
        assertThat(judge(4, FIVE, new Scale.Gone()).yes()).isFalse();
        assertThat(judge(4, FIVE, new Scale.Replicas(0)).yes()).isFalse();
    }

    @Test
    void aSizeThatNoEnsembleHasMakesNobodyLeave() {
        Verdict verdict = judge(4, FIVE, new Scale.Replicas(4));

        assertThat(verdict.yes()).isFalse();
        assertThat(verdict.reason())
                .startsWith("servers is 4, expected 1, 3, 5 or 7")
                .endsWith("; nobody leaves");
    }
}
