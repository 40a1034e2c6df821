package io.arkeeper.cli;

import io.arkeeper.cli.kube.preflight.Check;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code preflight} says: a line for each check, or JSON.
 *
 * <pre>
 * exitCode, checks[]: subject, level (ok, warn, fail), sentence
 * </pre>
 */
record PreflightReport(List<Check> checks) {

    boolean fits() {
        return checks.stream().noneMatch(Fail.class::isInstance);
    }

    int exitCode() {
        return fits() ? ExitCode.OK : ExitCode.CLUSTER_UNFIT;
    }

    String lines() {
        int width = checks.stream()
                .mapToInt(check -> check.subject().length())
                .max()
                .orElse(0);
        StringBuilder lines = new StringBuilder();
        for (Check check : checks) {
            lines.append("%-4s  %s  %s%n"
                    .formatted(
                            check.level(),
                            check.subject() + " ".repeat(width - check.subject().length()),
                            check.sentence()));
        }
        return lines.toString();
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("exitCode", exitCode());
        map.put("checks", checks.stream().map(PreflightReport::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(Check check) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("subject", check.subject());
        map.put("level", check.level());
        map.put("sentence", check.sentence());
        return map;
    }
}
