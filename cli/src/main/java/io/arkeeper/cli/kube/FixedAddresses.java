package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings that are part of how the members of an ensemble know each other. They are written into its configuration when
 * it is formed, each member starts with that again, and no member's seat is ever given another address: see the planner.
 */
final class FixedAddresses {

    private static final Map<String, String> WHY = new LinkedHashMap<>();

    static {
        String ports =
                "members go on calling each other at the port that the ensemble was formed with, and a network policy"
                        + " would admit only the new one";
        WHY.put("serverPort", ports);
        WHY.put("leaderElectionPort", ports);
        WHY.put(
                "clusterDomain",
                "members go on calling each other by the names that the ensemble was formed with, and certificates would"
                        + " no longer have these");
    }

    private FixedAddresses() {}

    /** What must not change once the ensemble has formed. */
    static List<String> refusals(Manifest before, Manifest after) {
        Map<String, String> old = settings(before);
        Map<String, String> young = settings(after);
        List<String> refusals = new ArrayList<>();
        WHY.forEach((setting, why) -> {
            Optional<String> was = Optional.ofNullable(old.get(setting));
            Optional<String> becomes = Optional.ofNullable(young.get(setting));
            if (was.isPresent() && becomes.isPresent() && !was.equals(becomes)) {
                refusals.add("%s is %s and would become %s, but %s; keep it, or install a second release and move over"
                        .formatted(setting, was.get(), becomes.get(), why));
            }
        });
        return refusals;
    }

    private static Map<String, String> settings(Manifest manifest) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Tree configMap : manifest.ofKind("ConfigMap")) {
            configMap
                    .textsByKey("data")
                    .getOrDefault("member.properties", "")
                    .lines()
                    .forEach(line -> {
                        int equals = line.indexOf('=');
                        if (equals > 0) {
                            settings.put(line.substring(0, equals), line.substring(equals + 1));
                        }
                    });
        }
        return settings;
    }
}
