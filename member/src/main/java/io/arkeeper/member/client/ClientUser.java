package io.arkeeper.member.client;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.client.ZKClientConfig;

/** The stock client's settings for one of the users whose Secret is mounted; they log in by SASL, without a JAAS file. */
final class ClientUser {

    private static final String DIRECTORY = "ARKEEPER_AUTH_USERS";
    private static final String USER = "ARKEEPER_AUTH_USER";
    private static final String MODULE = "org.apache.zookeeper.server.auth.DigestLoginModule";

    private ClientUser() {}

    /** Nobody where the environment names no Secret; the first user by name where it names none. */
    static void addTo(ZKClientConfig config, Map<String, String> environment) throws IOException {
        Optional<Path> users = Optional.ofNullable(environment.get(DIRECTORY)).map(Path::of);
        if (users.isPresent()) {
            String user = environment.containsKey(USER) ? environment.get(USER) : first(users.get());
            String password = Files.readString(users.get().resolve(user)).replaceFirst("\\r?\\n$", "");
            addTo(config, user, password);
        }
    }

    private static String first(Path directory) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        if (names.isEmpty()) {
            throw new IOException("there are no users in " + directory);
        }
        return names.getFirst();
    }

    static void addTo(ZKClientConfig config, String user, String password) {
        String login = "client-" + user;
        Map<String, String> options = Map.of("username", user, "password", password);
        Configuration.setConfiguration(new Further(current(), Map.of(login, options)));
        config.setProperty(ZKClientConfig.LOGIN_CONTEXT_NAME_KEY, login);
        config.setProperty("zookeeper.fips-mode", "false"); // otherwise it refuses DIGEST-MD5
    }

    private static Optional<Configuration> current() {
        try {
            return Optional.of(Configuration.getConfiguration());
        } catch (SecurityException e) {
            return Optional.empty(); // there is none
        }
    }

    /** Logins beside those that there are. */
    private static final class Further extends Configuration {

        private final Optional<Configuration> before;
        private final Map<String, Map<String, String>> options;

        Further(Optional<Configuration> before, Map<String, Map<String, String>> options) {
            this.before = before;
            this.options = new HashMap<>(options);
        }

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            if (options.containsKey(name)) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options.get(name))
                };
            }
            return before.map(others -> others.getAppConfigurationEntry(name)).orElse(null);
        }
    }
}
