package io.arkeeper.cli.local.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Values as files, because Helm takes nothing else; they are gone when this is closed. */
final class ValuesFiles implements AutoCloseable {

    private final Path directory;
    private final List<Path> files = new ArrayList<>();

    ValuesFiles(ChartValues values) throws IOException {
        directory = Files.createTempDirectory("arkeeper-values");
        for (String document : values.documents()) {
            files.add(Files.writeString(Files.createTempFile(directory, "values", ".yaml"), document));
        }
    }

    List<Path> files() {
        return files;
    }

    @Override
    public void close() {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
