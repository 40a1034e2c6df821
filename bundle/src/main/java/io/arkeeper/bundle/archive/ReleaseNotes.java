package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.BundleFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One version's section of a changelog. */
final class ReleaseNotes {

    private static final String HEADING = "## ";

    private ReleaseNotes() {}

    /** The section whose heading has the version, e.g. {@code ## 0.1.0} or {@code ## Unreleased (0.1.0)}. */
    static String read(Path changelog, String version) throws IOException {
        if (!Files.isRegularFile(changelog)) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is missing, expected the changelog with a section for %s".formatted(changelog, version));
        }
        List<String> lines = Files.readAllLines(changelog);
        for (int first = 0; first < lines.size(); first++) {
            if (isHeadingOf(lines.get(first), version)) {
                int end = first + 1;
                while (end < lines.size() && !lines.get(end).startsWith(HEADING)) {
                    end++;
                }
                return "# Arkeeper %s\n\n%s\n"
                        .formatted(
                                version,
                                String.join("\n", lines.subList(first + 1, end)).strip());
            }
        }
        throw new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s has no section for version %s, expected a line '## %s'".formatted(changelog, version, version));
    }

    private static boolean isHeadingOf(String line, String version) {
        return line.startsWith(HEADING)
                && List.of(line.split("[^0-9A-Za-z.+-]+", -1)).contains(version);
    }
}
