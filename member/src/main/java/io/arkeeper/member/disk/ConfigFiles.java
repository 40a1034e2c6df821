package io.arkeeper.member.disk;

import static io.arkeeper.member.disk.DiskPaths.DYNAMIC;

import io.arkeeper.core.EnsembleConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** ZooKeeper's configuration: the static {@code zoo.cfg}, and one file for each version of the ensemble's. */
public final class ConfigFiles {

    private final DiskPaths paths;

    ConfigFiles(DiskPaths paths) {
        this.paths = paths;
    }

    /** The committed configuration with the highest version; ZooKeeper keeps one file for each. */
    Optional<EnsembleConfig> newest() {
        return VolumeFiles.list(paths.conf(), DYNAMIC).stream()
                .filter(file -> version(file).isPresent())
                .max(Comparator.comparingLong(file -> version(file).orElseThrow()))
                .map(file -> EnsembleConfig.parse(
                        version(file).orElseThrow(), VolumeFiles.read(file).orElse("")))
                .filter(config -> !config.voters().isEmpty());
    }

    private static Optional<Long> version(Path file) {
        String hex = file.getFileName().toString().substring(DYNAMIC.length());
        return hex.matches("[0-9a-f]{1,16}") ? Optional.of(Long.parseUnsignedLong(hex, 16)) : Optional.empty();
    }

    void write(EnsembleConfig config) throws IOException {
        VolumeFiles.replace(paths.dynamicConfig(config), config.text());
    }

    /** Takes away a change that nobody is left to agree to. */
    void dropProposed() throws IOException {
        Files.deleteIfExists(paths.proposedConfig());
    }

    /** Writes the static configuration, which is the same at every start unless the chart's values changed. */
    public void writeZooCfg(String text) {
        DiskFailures.writing(paths.root(), () -> VolumeFiles.replace(paths.zooCfg(), text));
    }
}
