package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StorageCheckTest {

    @Test
    void noDefaultStorageClass() {
        Facts facts = new Facts();
        facts.classes = Optional.of(List.of(new StorageClass("fast", false, false)));

        assertThat(check("storage", facts))
                .isEqualTo(new Fail(
                        "storage", "the cluster has no default storage class; set storageClass, there is fast"));
        assertThat(check("storage", facts, "spec: {resources", "spec: {storageClassName: slow, resources"))
                .isEqualTo(new Fail("storage", "there is no storage class 'slow'; there is fast"));
        assertThat(check("storage", facts, "spec: {resources", "spec: {storageClassName: fast, resources"))
                .isEqualTo(new Ok("storage", "3 × 50.0 GiB of class fast, bound before the pod is placed"));
    }
}
