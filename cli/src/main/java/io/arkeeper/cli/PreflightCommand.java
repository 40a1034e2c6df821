package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.AuthSecretsCheck;
import io.arkeeper.cli.kube.preflight.Check;
import io.arkeeper.cli.kube.preflight.FactsReader;
import io.arkeeper.cli.kube.preflight.ImageLook;
import io.arkeeper.cli.kube.preflight.PlacementCheck;
import io.arkeeper.cli.kube.preflight.Preflight;
import io.arkeeper.cli.kube.preflight.Requirements;
import io.arkeeper.cli.kube.preflight.TlsSecretCheck;
import io.arkeeper.cli.local.release.ChartValues;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "preflight",
        description = {
            "Check whether the cluster can run the ensemble, and change nothing.",
            "",
            "Looks at the cluster's version, your rights, nodes, free CPU and memory, storage classes, claims of an"
                    + " earlier release, quotas, Pod Security, the image and DNS. What you may not see is a warning."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it can, perhaps with warnings",
            "1:a bug of Arkeeper's",
            "2:values, a name, options or a kubeconfig that cannot be used",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster does not accept the credentials",
            "16:it cannot: a check failed"
        })
final class PreflightCommand extends ReleaseCommand {

    private static final Duration PATIENCE_WITH_A_REGISTRY =
            Duration.ofSeconds(2); // one that hangs only costs a warning

    @Mixin
    ClusterOptions where = new ClusterOptions();

    @Mixin
    ValuesOptions given = new ValuesOptions();

    @Option(names = "--create-namespace", description = "Expect that `install` will create the namespace.")
    boolean createNamespace;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format;

    PreflightCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        ChartValues values = given.read();
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = where.connect(surroundings)) {
            Installation installation = surroundings.installation();
            String manifest = installation.chartRenderer().render(name.text(), connection.namespace(), values);
            PreflightReport report = check(connection, name, Manifest.of(manifest), createNamespace);
            switch (format) {
                case table -> out.print(report.lines());
                case json ->
                    out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(report.asMap()));
            }
            out.flush();
            return report.exitCode();
        }
    }

    static PreflightReport check(Connection connection, ReleaseName name, Manifest manifest, boolean createNamespace) {
        Requirements needs = Requirements.of(name.text(), manifest);
        List<Check> checks = Preflight.check(
                needs, facts(connection).read(needs, connection.snapshots(name)::release), createNamespace);
        List<Check> all = new ArrayList<>(checks);
        all.addAll(secrets(connection, name, manifest));
        return new PreflightReport(all);
    }

    /** Only whether members that are still to come will find a node. */
    static List<Check> placement(Connection connection, ReleaseName name, Manifest manifest, Set<String> hosts) {
        Requirements needs = Requirements.of(name.text(), manifest);
        return PlacementCheck.of(needs, facts(connection).nodes(needs), hosts);
    }

    private static FactsReader facts(Connection connection) {
        return new FactsReader(
                connection.cluster(), connection.namespace(), new ImageLook(PATIENCE_WITH_A_REGISTRY)::at);
    }

    /** Only the Secrets that members are to take their certificates, users and keys from. */
    static List<Check> secrets(Connection connection, ReleaseName name, Manifest manifest) {
        Requirements needs = Requirements.of(name.text(), manifest);
        Optional<Check> tls =
                TlsSecretCheck.of(manifest, needs, connection.cluster(), connection.namespace(), Instant.now());
        List<Check> secrets = new ArrayList<>(tls.stream().toList());
        secrets.addAll(AuthSecretsCheck.of(manifest, connection.cluster(), connection.namespace()));
        return secrets;
    }
}
