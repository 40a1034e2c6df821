package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.archive.BundleChange;
import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = {"Say what is different in two bundles: versions, packages, jars, layers, chart values."},
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:compared",
            "1:a bug of Arkeeper's",
            "2:no bundle, or a newer format",
            "11:a document in one of them is damaged"
        })
final class BundleDiffCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "A", description = "The one before.")
    Path before;

    @Parameters(index = "1", paramLabel = "B", description = "The one after.")
    Path after;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (BundleFile one = BundleFile.open(before);
                BundleFile two = BundleFile.open(after)) {
            List<BundleChange> changes = BundleChange.between(BundleSummary.of(one), BundleSummary.of(two));
            changes.forEach(out::println);
            if (changes.isEmpty()) {
                out.println("no package, jar, layer or chart value is different");
            }
            out.flush();
        }
        return 0;
    }
}
