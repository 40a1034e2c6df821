package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says whether the chart knows the cluster's version. */
final class VersionCheck {

    private static final String SUBJECT = "version";
    private static final int OLDEST_MINOR = 27; // the chart's kubeVersion
    private static final Pattern VERSION = Pattern.compile("v?([0-9]+)\\.([0-9]+).*");

    private VersionCheck() {}

    static Check of(ClusterFacts facts) {
        Matcher version = VERSION.matcher(facts.version());
        if (!version.matches()) {
            return new Warn(
                    SUBJECT,
                    "the cluster calls its version '%s'; 1.%d or newer is needed"
                            .formatted(facts.version(), OLDEST_MINOR));
        }
        boolean isOld = Integer.parseInt(version.group(1)) == 1 && Integer.parseInt(version.group(2)) < OLDEST_MINOR;
        return isOld
                ? new Fail(
                        SUBJECT,
                        "Kubernetes is %s, 1.%d or newer is needed; upgrade the cluster"
                                .formatted(facts.version(), OLDEST_MINOR))
                : new Ok(SUBJECT, "Kubernetes %s".formatted(facts.version()));
    }
}
