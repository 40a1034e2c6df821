package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.advisory.AdvisoryFiles;
import io.arkeeper.bundle.advisory.BundleScan;
import io.arkeeper.bundle.advisory.BundleScan.Finding;
import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.PartKind;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.sbom.Component;
import io.arkeeper.bundle.sbom.Sbom;
import io.arkeeper.cli.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "scan",
        description = {
            "Look for known weaknesses of what a bundle holds, in advisories that were carried here: no network is asked.",
            "It believes the SBOM in the file; 'verify' says whether that is what was made."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no advisory is about what is in it, as far as there were any",
            "1:a bug of Arkeeper's",
            "2:no bundle, a newer format, or advisories that cannot be read",
            "11:a document in it is damaged",
            "17:advisories are about what is in it"
        })
final class BundleScanCommand implements Callable<Integer> {

    private static final int AFFECTED = 17;

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    Path file;

    @Option(
            names = "--advisories",
            paramLabel = "PATH",
            required = true,
            description =
                    "Advisories in the OSV format: a directory of JSON and ZIP files, or one ZIP, as osv.dev has one for"
                            + " each ecosystem. Of use are Maven, Debian and Go.")
    Path advisories;

    @Option(
            names = "--ignore",
            paramLabel = "ID",
            description =
                    "An advisory, by its id or an alias such as a CVE number, that was judged already; may be repeated.")
    Set<String> ignored = new TreeSet<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    BundleInspectCommand.Format format;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BundleScan.Report report = AdvisoryFiles.scan(components(), advisories);
        List<Finding> findings = report.findings().stream()
                .filter(finding -> !isIgnored(finding))
                .toList();
        List<Finding> undecided = report.undecided().stream()
                .filter(finding -> !isIgnored(finding))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (format == BundleInspectCommand.Format.json) {
            out.println(new String(JsonWriter.bytes(json(report, findings, undecided)), UTF_8));
        } else {
            out.print(text(report, findings, undecided));
        }
        out.flush();
        return findings.isEmpty() ? 0 : AFFECTED;
    }

    private List<Component> components() throws IOException {
        try (BundleFile bundle = BundleFile.open(file)) {
            return Sbom.read(file + ": the SBOM", bundle.content(PartKind.SBOM)).components();
        }
    }

    private boolean isIgnored(Finding finding) {
        return ignored.contains(finding.id()) || finding.aliases().stream().anyMatch(ignored::contains);
    }

    private String text(BundleScan.Report report, List<Finding> findings, List<Finding> undecided) {
        StringBuilder text = new StringBuilder();
        if (!findings.isEmpty()) {
            TextTable table =
                    new TextTable(List.of("ADVISORY", "ALIAS", "COMPONENT", "VERSION", "FIXED IN", "SEVERITY"));
            findings.forEach(finding -> table.row(List.of(
                    finding.id(),
                    finding.aliases().isEmpty() ? "-" : String.join(", ", finding.aliases()),
                    finding.component(),
                    finding.version(),
                    finding.fixed().orElse("-"),
                    finding.severity().isEmpty() ? "?" : finding.severity())));
            text.append(table).append("%n".formatted());
        }
        for (Finding finding : undecided) {
            text.append("%s is about %s, of which it names commits only; %s cannot be judged: read it%n"
                    .formatted(finding.id(), finding.component(), finding.version()));
        }
        for (Component component : report.withoutData()) {
            text.append("no data on %s %s: none of the advisories is about its kind%n"
                    .formatted(component.label(), component.version()));
        }
        text.append("%s: %d findings for %d components, in %d advisories%s; no data on %d components%n"
                .formatted(
                        file,
                        findings.size(),
                        report.judged(),
                        report.advisories(),
                        report.newest().isEmpty() ? "" : ", the newest of " + report.newest(),
                        report.withoutData().size()));
        return text.toString();
    }

    private static SortedMap<String, Object> json(
            BundleScan.Report report, List<Finding> findings, List<Finding> undecided) {
        return JsonWriter.object()
                .put("advisories", report.advisories())
                .put("newest", report.newest())
                .put("judged", report.judged())
                .putAlways(
                        "findings",
                        findings.stream().map(BundleScanCommand::json).toList())
                .putAlways(
                        "undecided",
                        undecided.stream().map(BundleScanCommand::json).toList())
                .putAlways(
                        "withoutData",
                        report.withoutData().stream().map(Component::purl).toList())
                .done();
    }

    private static SortedMap<String, Object> json(Finding finding) {
        return JsonWriter.object()
                .put("id", finding.id())
                .putAlways("aliases", finding.aliases())
                .put("component", finding.component())
                .put("version", finding.version())
                .put("fixed", finding.fixed())
                .put("severity", finding.severity())
                .done();
    }
}
