package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.Right.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says which rights are missing: without some nothing can be installed, others only later commands need. */
final class RightsCheck {

    private static final String SUBJECT = "rights";

    private RightsCheck() {}

    static Check of(List<Right> missing, String namespace) {
        List<Right> now =
                missing.stream().filter(right -> right.use() == Use.INSTALL).toList();
        Map<Use, List<Right>> later = missing.stream()
                .filter(right -> right.use() != Use.INSTALL)
                .collect(Collectors.groupingBy(Right::use, TreeMap::new, Collectors.toList()));
        String others = later.entrySet().stream()
                .map(entry -> "`%s` needs to %s".formatted(entry.getKey().command(), words(entry.getValue())))
                .collect(Collectors.joining("; "));
        if (!now.isEmpty()) {
            return new Fail(
                    SUBJECT,
                    "you may not %s in namespace %s%s; ask for a Role that allows it"
                            .formatted(words(now), namespace, others.isEmpty() ? "" : "; and " + others));
        }
        return later.isEmpty()
                ? new Ok(SUBJECT, "you may do everything that installing, changing and removing needs")
                : new Warn(
                        SUBJECT,
                        "you may install; %s, which you may not in namespace %s; ask for a Role that allows it"
                                .formatted(others, namespace));
    }

    /** {@code create pods/exec, services and list events}. */
    private static String words(List<Right> rights) {
        Map<String, TreeSet<String>> byVerb = new LinkedHashMap<>();
        rights.forEach(right ->
                byVerb.computeIfAbsent(right.verb(), missing -> new TreeSet<>()).add(right.resource()));
        return byVerb.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining(" and "));
    }
}
