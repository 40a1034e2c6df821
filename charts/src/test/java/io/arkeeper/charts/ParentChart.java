package io.arkeeper.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another chart with ours as its only dependency, switched by {@code zookeeper.enabled}. */
final class ParentChart {

    private ParentChart() {}

    static Path in(Path directory) {
        return write(directory, "");
    }

    static Path withAlias(Path directory, String alias) {
        return write(directory, "    alias: " + alias + "\n");
    }

    private static Path write(Path directory, String alias) {
        try {
            Files.writeString(directory.resolve("Chart.yaml"), """
                    apiVersion: v2
                    name: parent
                    version: 1.0.0
                    dependencies:
                      - name: zookeeper
                        version: 0.1.0
                        condition: zookeeper.enabled
                    """ + alias);
            ChartCopy.in(Files.createDirectories(directory.resolve("charts/zookeeper")));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
