package io.arkeeper.member.config;

import io.arkeeper.core.InvalidSetting;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/**
 * {@code ensemble.properties}: how many servers the chart wants. It is a file of its own, read again whenever it is
 * needed, so that scaling changes no pod template and restarts nobody.
 */
public final class ServersFile {

    private static final String FILE = "ensemble.properties";
    private static final String SERVERS = "servers";

    private final Path file;

    /** @param config the directory the ConfigMap is mounted at */
    public ServersFile(Path config) {
        this.file = config.resolve(FILE);
    }

    /** @throws InvalidSetting where the file is missing or does not hold a number */
    public int read() {
        Properties properties = SettingsReader.properties(file);
        for (String key : properties.stringPropertyNames()) {
            if (!key.equals(SERVERS)) {
                throw new InvalidSetting(SettingsReader.unknown("key in " + file, key, Set.of(SERVERS)));
            }
        }
        int servers = SettingsReader.number(properties, SERVERS, 0);
        if (servers == 0) {
            throw new InvalidSetting(
                    "key 'servers' is missing in %s; the chart writes it, mount its ConfigMap".formatted(file));
        }
        return servers;
    }
}
