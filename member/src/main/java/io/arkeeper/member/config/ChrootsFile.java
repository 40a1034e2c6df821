package io.arkeeper.member.config;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.chroot.Chroot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** {@code chroots.properties}: the paths that the leader creates. Read again while a member leads; it may be missing. */
public final class ChrootsFile {

    private final Path file;

    /** @param config the directory the ConfigMap is mounted at */
    public ChrootsFile(Path config) {
        this.file = config.resolve("chroots.properties");
    }

    /**
     * In the order of the paths, so that one comes before those below it.
     *
     * @throws InvalidSetting where an entry cannot be used
     */
    public List<Chroot> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        Properties properties = SettingsReader.properties(file);
        return properties.stringPropertyNames().stream()
                .sorted()
                .map(path -> Chroot.parse(path, properties.getProperty(path)))
                .toList();
    }
}
