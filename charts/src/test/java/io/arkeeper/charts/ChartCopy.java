package io.arkeeper.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the chart for tests that need it slightly different: another version, no schema, a mistake. */
record ChartCopy(Path directory) implements AutoCloseable {

    private static final String HOOK = "helm.sh/hook";
    private static final String SHOWN = "helm.sh.shown/hook";

    static Path in(Path directory) {
        return copy(Release.CHART, directory);
    }

    private static Path copy(Path chart, Path directory) {
        try (Stream<Path> walk = Files.walk(chart)) {
            List<Path> sources = walk.toList();
            for (Path source : sources) {
                Path target = directory.resolve(chart.relativize(source).toString());
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

    /** A copy whose hooks Helm takes for objects like any other. */
    static ChartCopy withVisibleHooks(Path chart) {
        try {
            Path directory = copy(chart, Files.createTempDirectory("chart"));
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(found -> found.getParent().endsWith("templates/tests"))
                        .toList()) {
                    Files.writeString(file, Files.readString(file).replace(HOOK, SHOWN));
                }
            }
            return new ChartCopy(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was rendered from a copy with visible hooks, as the chart itself has it. */
    String original(String rendered) {
        return rendered.replace(SHOWN, HOOK);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
