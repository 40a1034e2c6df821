package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleSummary;
import io.arkeeper.bundle.archive.PartKind;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.sbom.Component;
import io.arkeeper.cli.TextTable;
import io.arkeeper.cli.image.ImageLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        description = {
            "Show what a bundle holds: parts, layers, versions, licences. It believes what the file says; 'verify' does not."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown",
            "1:a bug of Arkeeper's",
            "2:no bundle, or a newer format",
            "11:a document in it is damaged"
        })
final class BundleInspectCommand implements Callable<Integer> {

    private static final String MODULES = "pkg:golang/"; // inside Helm's library; the SBOM has them

    private static final int SHOWN = 3; // licences of one component

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Format format;

    @Option(names = "--sbom", description = "Print the SBOM itself, CycloneDX in JSON.")
    boolean sbom;

    @Option(names = "--notes", description = "Print the release notes.")
    boolean notes;

    @Spec
    CommandSpec spec;

    /** How it is shown. */
    enum Format {
        table,
        json
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (BundleFile bundle = BundleFile.open(file)) {
            if (sbom) {
                out.println(new String(bundle.content(PartKind.SBOM), UTF_8));
            } else if (notes) {
                out.print(new String(bundle.content(PartKind.NOTES), UTF_8));
            } else if (format == Format.json) {
                out.println(new String(JsonWriter.bytes(BundleSummary.of(bundle).toJson()), UTF_8));
            } else {
                out.print(text(BundleSummary.of(bundle)));
            }
            out.flush();
        }
        return 0;
    }

    static String text(BundleSummary summary) {
        StringBuilder text = new StringBuilder();
        text.append("Arkeeper %s with ZooKeeper %s, %s%n"
                .formatted(
                        summary.version(),
                        summary.lock().zooKeeperVersion(),
                        summary.lock().created()));
        text.append("image %s%n".formatted(summary.lock().reference()));
        summary.since()
                .ifPresent(base -> text.append("a differential against the bundle with the lock %s%n".formatted(base)));
        text.append(
                summary.signed().isEmpty()
                        ? "not signed%n".formatted()
                        : "has signatures of %s (not checked; see 'bundle verify')%n"
                                .formatted(String.join(", ", summary.signed())));
        TextTable parts = new TextTable(List.of("PART", "NAME", "SIZE", "DIGEST"));
        summary.parts()
                .forEach(part -> parts.row(List.of(
                        part.kind().toString(),
                        part.name(),
                        ImageLines.mebibytes(part.bytes()),
                        part.digest().toString())));
        text.append("%n%s".formatted(parts));
        TextTable layers = new TextTable(List.of("PLATFORM", "LAYER", "SIZE", "DIGEST"));
        summary.images().forEach(image -> image.layers()
                .forEach(layer -> layers.row(List.of(
                        image.platform().toString(),
                        layer.name(),
                        ImageLines.mebibytes(layer.bytes()),
                        layer.digest().toString()))));
        text.append("%n%s".formatted(layers));
        TextTable components = new TextTable(List.of("COMPONENT", "VERSION", "IN", "LICENCE"));
        summary.components().stream()
                .filter(component -> !component.purl().startsWith(MODULES))
                .forEach(component -> components.row(List.of(
                        component.label(),
                        component.version(),
                        String.join(", ", component.places()),
                        licences(component))));
        text.append("%n%s".formatted(components));
        long modules = summary.components().stream()
                .filter(component -> component.purl().startsWith(MODULES))
                .count();
        if (modules > 0) {
            text.append("and %d Go modules in Helm's library, see --sbom%n".formatted(modules));
        }
        return text.toString();
    }

    private static String licences(Component component) {
        List<String> licences = component.licences();
        if (licences.isEmpty()) {
            return "?";
        }
        String first = licences.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return licences.size() <= SHOWN ? first : first + " and %d more, see --sbom".formatted(licences.size() - SHOWN);
    }
}
