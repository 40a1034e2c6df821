package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;

/** Says whether the namespace is there. */
final class NamespaceCheck {

    private static final String SUBJECT = "namespace";

    private NamespaceCheck() {}

    static Check of(ClusterFacts facts, boolean createsNamespace) {
        if (facts.namespaceExists()) {
            return new Ok(SUBJECT, facts.namespace());
        }
        return createsNamespace
                ? new Ok(SUBJECT, "%s does not exist and will be created".formatted(facts.namespace()))
                : new Fail(
                        SUBJECT,
                        "%s does not exist; add --create-namespace, or choose another with -n"
                                .formatted(facts.namespace()));
    }
}
