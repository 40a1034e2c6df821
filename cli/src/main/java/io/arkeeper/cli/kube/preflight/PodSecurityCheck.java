package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import java.util.List;

/** Says whether the namespace lets such pods in. */
final class PodSecurityCheck {

    private static final String SUBJECT = "pod security";
    private static final String ENFORCED = "pod-security.kubernetes.io/enforce";

    private PodSecurityCheck() {}

    static Check of(Requirements needs, ClusterFacts facts) {
        if (facts.namespaceLabels().isEmpty()) {
            List<String> problems = needs.podSecurity().problems("restricted");
            return problems.isEmpty()
                    ? new Ok(SUBJECT, "you may not read the namespace; the pods comply with every level")
                    : new Warn(
                            SUBJECT,
                            "you may not read the namespace, so it is unknown which level it enforces; 'restricted' refuses that %s"
                                    .formatted(String.join(", ", problems)));
        }
        String level = facts.namespaceLabels().get().getOrDefault(ENFORCED, "privileged");
        List<String> problems = needs.podSecurity().problems(level);
        return problems.isEmpty()
                ? new Ok(SUBJECT, "the namespace enforces '%s', the pods comply".formatted(level))
                : new Fail(
                        SUBJECT,
                        "the namespace enforces '%s', and %s; take these values away"
                                .formatted(level, String.join(", ", problems)));
    }
}
