package io.arkeeper.systemtest.secrets;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** The stock client with a user's name and password. */
public record SaslUser(String name, String password) {

    private static final String MODULE = "org.apache.zookeeper.server.auth.DigestLoginModule";
    private static final int SESSION_MILLIS = 30_000;
    private static final int ATTEMPTS = 20;
    private static final Map<String, Map<String, String>> LOGINS = new ConcurrentHashMap<>();

    /**
     * A session of this user.
     *
     * @param properties of the client besides, such as those of TLS
     */
    public ZooKeeper connect(String servers, Map<String, String> properties) throws IOException {
        String login = "login-" + LOGINS.size();
        LOGINS.put(login, Map.of("username", name, "password", password));
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String asked) {
                Map<String, String> options = LOGINS.get(asked);
                return options == null
                        ? null // as the JDK wants it
                        : new AppConfigurationEntry[] {
                            new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)
                        };
            }
        });
        ZKClientConfig config = new ZKClientConfig();
        properties.forEach(config::setProperty);
        config.setProperty(ZKClientConfig.LOGIN_CONTEXT_NAME_KEY, login);
        config.setProperty("zookeeper.fips-mode", "false"); // otherwise it refuses DIGEST-MD5
        return new ZooKeeper(servers, SESSION_MILLIS, event -> {}, config);
    }

    /** What the first request of a session comes to. */
    public Code outcome(String servers, Map<String, String> properties) throws IOException, InterruptedException {
        try (ZooKeeper client = connect(servers, properties)) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    client.exists("/", false);
                    return Code.OK;
                } catch (KeeperException.ConnectionLossException e) {
                    Thread.onSpinWait(); // whoever is refused is disconnected, and tries again by itself
                } catch (KeeperException e) {
                    return e.code();
                }
            }
            return Code.CONNECTIONLOSS;
        }
    }
}
