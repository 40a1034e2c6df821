package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Doctor;
import io.arkeeper.cli.kube.Doctor.Finding;
import io.arkeeper.cli.kube.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "Say in plain sentences why an ensemble in the cluster is not well, and what to do.",
            "",
            "From the pods, their events, the volume claims, Helm's records and what the members say of themselves. It"
                    + " changes nothing. The exit codes are those of `status`."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:serving, and can lose a member",
            "1:a bug of Arkeeper's",
            "2:a name, options or a kubeconfig that cannot be used",
            "3:serving, but the next loss stops writes",
            "4:no quorum",
            "5:not installed",
            "10:members did not answer in time although their pods are ready: whether there is a quorum is not known",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class DoctorCommand extends ReleaseCommand {

    @Mixin
    ClusterOptions where = new ClusterOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format;

    DoctorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = where.connect(surroundings)) {
            Snapshot snapshot = connection.snapshots(name).read();
            ClusterStatus status = new ClusterStatus(snapshot);
            List<Finding> findings = Doctor.examine(snapshot);
            switch (format) {
                case json ->
                    out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(map(status, findings)));
                case table -> {
                    out.println(status.sentence());
                    findings.forEach(finding -> out.printf("%n%s%n  → %s%n", finding.sentence(), finding.advice()));
                    if (findings.isEmpty() && snapshot.isInstalled()) {
                        out.println("Nothing else to say: all is well.");
                    }
                }
            }
            out.flush();
            return status.exitCode();
        }
    }

    private static Map<String, Object> map(ClusterStatus status, List<Finding> findings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sentence", status.sentence());
        map.put("exitCode", status.exitCode());
        map.put(
                "findings",
                findings.stream()
                        .map(finding -> Map.of("sentence", finding.sentence(), "advice", finding.advice()))
                        .toList());
        return map;
    }
}
