package io.arkeeper.member.config;

import io.arkeeper.core.Chroot;
import io.arkeeper.core.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/** {@code chroots.properties}: the paths that are to exist. Like {@link ServersFile} it is read whenever it is needed. */
public final class ChrootsFile {

    private static final String FILE = "chroots.properties";

    private final Path file;

    /** @param config the directory the ConfigMap is mounted at */
    public ChrootsFile(Path config) {
        this.file = config.resolve(FILE);
    }

    /**
     * In the order in which they can be created; none where there is no file.
     *
     * @throws InvalidSetting where one cannot be used
     */
    public List<Chroot> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        Properties properties = SettingsReader.properties(file);
        return new TreeSet<>(properties.stringPropertyNames())
                .stream()
                        .map(path -> Chroot.parse(path, properties.getProperty(path)))
                        .toList();
    }
}
