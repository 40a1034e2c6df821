package io.arkeeper.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the chart for tests that need it slightly different: another version, no schema, a mistake. */
final class ChartCopy {

    private ChartCopy() {}

    static Path in(Path directory) {
        try {
            copy(Release.CHART, directory, UnaryOperator.identity());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of any chart, in all of whose files one text stands for another, until it is closed. */
    static Temporary withReplaced(Path chart, String text, String replacement) {
        try {
            Path directory = Files.createTempDirectory("chart");
            copy(chart, directory, content -> content.replace(text, replacement));
            return new Temporary(directory);
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

    private static void copy(Path chart, Path directory, UnaryOperator<String> change) throws IOException {
        try (Stream<Path> walk = Files.walk(chart)) {
            for (Path source : walk.toList()) {
                Path target = directory.resolve(chart.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.writeString(target, change.apply(Files.readString(source)));
                }
            }
        }
    }

    /** Deleted with all it holds when it is closed. */
    record Temporary(Path chart) implements AutoCloseable {

        @Override
        public void close() {
            try (Stream<Path> walk = Files.walk(chart)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
