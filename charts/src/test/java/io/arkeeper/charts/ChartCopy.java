package io.arkeeper.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the chart for tests that need it slightly different: another version, no schema, a mistake. */
final class ChartCopy {

    private ChartCopy() {}

    static Path in(Path directory) {
        try (Stream<Path> walk = Files.walk(Release.CHART)) {
            List<Path> sources = walk.toList();
            for (Path source : sources) {
                Path target = directory.resolve(Release.CHART.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As with {@code --skip-schema-validation}, which Helm in process does not offer. */
    static Path withoutSchema(Path directory) {
        try {
            Files.delete(in(directory).resolve("values.schema.json"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path withFile(Path directory, String file, UnaryOperator<String> change) {
        try {
            Path path = in(directory).resolve(file);
            String before = Files.readString(path);
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new IllegalArgumentException("the change leaves " + file + " as it is");
            }
            Files.writeString(path, after);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
