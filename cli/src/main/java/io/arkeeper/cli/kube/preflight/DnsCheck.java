package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;

/** Says whether members will find each other. */
final class DnsCheck {

    private static final String SUBJECT = "dns";

    private DnsCheck() {}

    static Check of(ClusterFacts facts) {
        return facts.hasDns()
                .<Check>map(
                        there -> there
                                ? new Ok(SUBJECT, "kube-system has the Service kube-dns")
                                : new Warn(
                                        SUBJECT,
                                        "kube-system has no Service kube-dns; members find each other by DNS, make sure there is one"))
                .orElseGet(
                        () -> new Warn(SUBJECT, "you may not look into kube-system; members find each other by DNS"));
    }
}
