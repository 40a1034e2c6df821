package io.arkeeper.cli.kube.preflight;

import static io.arkeeper.cli.kube.preflight.Facts.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PodSecurityCheckTest {

    @Test
    void aBaselineNamespace() {
        Facts facts = new Facts();
        facts.labels = Optional.of(Map.of("pod-security.kubernetes.io/enforce", "baseline"));
        String volumes =
                "      volumes: [{name: extra, hostPath: {path: /var}}, {name: net, nfs: {path: /}}]\n      containers:";

        assertThat(check("pod security", facts, "runAsNonRoot: true", "runAsUser: 0"))
                .isEqualTo(new Ok("pod security", "the namespace enforces 'baseline', the pods comply"));
        assertThat(check("pod security", facts, "      containers:", volumes))
                .isEqualTo(new Fail(
                        "pod security",
                        "the namespace enforces 'baseline', and volume extra is a hostPath; take these values away"));
        facts.labels = Optional.of(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        assertThat(check("pod security", facts, "      containers:", volumes).sentence())
                .isEqualTo(
                        "the namespace enforces 'restricted', and volume extra is a hostPath, volume net is of kind nfs;"
                                + " take these values away");
        assertThat(check(
                                "pod security",
                                facts,
                                "      containers:",
                                "      hostNetwork: true\n      initContainers: [{name: a, ports: [{hostPort: 1}],"
                                        + " securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}}]\n"
                                        + "      containers:")
                        .sentence())
                .contains("a hostPort is set, capability SYS_ADMIN is added, hostNetwork is true, privileged is true");
        facts.labels = Optional.of(Map.of());
        assertThat(check("pod security", facts, "      containers:", volumes)).isInstanceOf(Ok.class);
    }

    @Test
    void aRestrictedNamespace() {
        Facts facts = new Facts();
        facts.labels = Optional.of(Map.of("pod-security.kubernetes.io/enforce", "restricted"));

        assertThat(check("pod security", facts))
                .isEqualTo(new Ok("pod security", "the namespace enforces 'restricted', the pods comply"));
        assertThat(check("pod security", facts, "runAsNonRoot: true", "runAsUser: 0"))
                .isEqualTo(
                        new Fail(
                                "pod security",
                                "the namespace enforces 'restricted', and runAsNonRoot is not true, runAsUser is 0; take these values away"));
    }
}
