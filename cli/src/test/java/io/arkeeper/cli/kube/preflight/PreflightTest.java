package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static io.arkeeper.cli.kube.preflight.SmallChart.needs;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PreflightTest {

    @Test
    void aClusterThatIsAsItShouldBe() {
        assertThat(Preflight.check(needs(), new Facts().get(), false))
                .containsExactly(
                        new Ok("version", "Kubernetes v1.36.2"),
                        new Ok("rights", "you may do everything that installing, changing and removing needs"),
                        new Ok("namespace", "prod"),
                        new Ok("release", "there is no myzk yet"),
                        new Ok("nodes", "3 of 3 nodes can take members"),
                        new Ok("cpu, memory", "each member requests 0.5 CPU and 3.0 GiB; there is room for 3"),
                        new Ok("storage", "3 × 50.0 GiB of class standard, bound where the pod is placed"),
                        new Ok("claims", "none is left of an earlier release; the ensemble starts empty"),
                        new Ok("quota", "none"),
                        new Ok("pod security", "the namespace enforces 'privileged', the pods comply"),
                        new Ok("image", "arkeeper/zookeeper:1 is on every node"),
                        new Ok("dns", "kube-system has the Service kube-dns"));
    }

    @Test
    void anOldCluster() {
        Facts facts = new Facts();
        facts.version = "v1.26.9-eks-1";

        assertThat(check("version", facts))
                .isEqualTo(new Fail(
                        "version", "Kubernetes is v1.26.9-eks-1, 1.27 or newer is needed; upgrade the cluster"));
    }

    @Test
    void aMissingNamespace() {
        Facts facts = new Facts();
        facts.exists = false;

        assertThat(check("namespace", facts))
                .isEqualTo(new Fail(
                        "namespace", "prod does not exist; add --create-namespace, or choose another with -n"));
        assertThat(Preflight.check(needs(), facts.get(), true))
                .contains(new Ok("namespace", "prod does not exist and will be created"));
    }

    @Test
    void whatMayNotBeSeenIsAWarning() {
        Facts facts = new Facts();
        facts.nodes = Optional.empty();
        facts.classes = Optional.empty();
        facts.dns = Optional.empty();
        facts.quotas = Optional.empty();
        facts.labels = Optional.empty();

        assertThat(Preflight.check(needs(), facts.get(), false))
                .filteredOn(Warn.class::isInstance)
                .extracting(Check::subject)
                .containsExactly("nodes", "cpu, memory", "storage", "quota", "image", "dns");
        assertThat(check("quota", facts).sentence())
                .isEqualTo("you may not list resource quotas, so it is unknown whether one leaves enough for the pods");
        assertThat(check("pod security", facts))
                .isEqualTo(new Ok("pod security", "you may not read the namespace; the pods comply with every level"));
        assertThat(check("pod security", facts, "runAsNonRoot: true", "runAsGroup: 0"))
                .isEqualTo(new Warn(
                        "pod security",
                        "you may not read the namespace, so it is unknown which level it enforces; 'restricted' refuses that"
                                + " runAsNonRoot is not true"));
    }
}
