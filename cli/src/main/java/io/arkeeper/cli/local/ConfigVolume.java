package io.arkeeper.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A ConfigMap as files, the way the kubelet writes it: each entry is a link into {@code ..data}, itself a link to a
 * directory, so that all entries change in one step.
 */
final class ConfigVolume {

    private static final String CURRENT = "..data";

    private final Path directory;

    ConfigVolume(Path directory) {
        this.directory = directory;
    }

    void write(Map<String, String> entries) throws IOException {
        Files.createDirectories(directory);
        Path current = directory.resolve(CURRENT);
        Path before = Files.isSymbolicLink(current) ? directory.resolve(Files.readSymbolicLink(current)) : null;

        Path next = Files.createTempDirectory(directory, "..");
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            Files.writeString(next.resolve(entry.getKey()), entry.getValue());
        }
        Path link = directory.resolve("..data_next");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, next.getFileName());
        Files.move(link, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        for (String name : entries.keySet()) {
            Path visible = directory.resolve(name);
            if (!Files.isSymbolicLink(visible)) {
                Files.createSymbolicLink(visible, Path.of(CURRENT, name));
            }
        }
        removeOthersThan(entries);
        if (before != null) {
            deleteRecursively(before);
        }
    }

    private void removeOthersThan(Map<String, String> entries) throws IOException {
        for (Path visible : list()) {
            String name = visible.getFileName().toString();
            if (!name.startsWith("..") && !entries.containsKey(name)) {
                Files.delete(visible);
            }
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.toList();
        }
    }

    static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
