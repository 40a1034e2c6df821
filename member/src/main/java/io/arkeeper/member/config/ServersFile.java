package io.arkeeper.member.config;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.Topology;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/**
 * {@code ensemble.properties}: how many servers and observers the chart wants. It is a file of its own, read again
 * whenever it is needed, so that scaling changes no pod template and restarts nobody.
 */
public final class ServersFile {

    private static final String FILE = "ensemble.properties";
    private static final String SERVERS = "servers";
    private static final String OBSERVERS = "observers"; // may be missing: then there are none
    private static final Set<String> KEYS = Set.of(SERVERS, OBSERVERS);

    private final Path file;

    /** @param config the directory the ConfigMap is mounted at */
    public ServersFile(Path config) {
        this.file = config.resolve(FILE);
    }

    /**
     * The ensemble with the sizes that the file says.
     *
     * @throws InvalidSetting where the file is missing or does not hold numbers an ensemble can have
     */
    public Topology applyTo(Topology topology) {
        Properties properties = SettingsReader.properties(file);
        for (String key : properties.stringPropertyNames()) {
            if (!KEYS.contains(key)) {
                throw new InvalidSetting(SettingsReader.unknown("key in " + file, key, KEYS));
            }
        }
        int servers = SettingsReader.number(properties, SERVERS, 0);
        if (servers == 0) {
            throw new InvalidSetting(
                    "key 'servers' is missing in %s; the chart writes it, mount its ConfigMap".formatted(file));
        }
        return topology.withServers(servers).withObservers(SettingsReader.number(properties, OBSERVERS, 0));
    }
}
