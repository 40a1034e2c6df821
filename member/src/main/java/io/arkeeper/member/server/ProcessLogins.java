package io.arkeeper.member.server;

import io.arkeeper.core.auth.Passwords;
import io.arkeeper.member.auth.Fresh;
import io.arkeeper.member.auth.Logins;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.server.auth.DigestLoginModule;
import org.apache.zookeeper.server.quorum.auth.QuorumAuth;

/**
 * What ZooKeeper would find in a JAAS file, made in the process: no password is written anywhere, and those of users are the
 * newest whenever somebody logs in. Java knows one such configuration for a process, and so does this.
 */
final class ProcessLogins extends Configuration {

    static final String SERVER = "Server"; // as ZooKeeper calls it by default
    private static final String USER = "user_"; // in front of each user's name

    private static volatile Logins current = Logins.NONE;

    private ProcessLogins() {}

    /** Where nobody logs in, what somebody else has configured for this JVM is left as it is. */
    static void install(Logins logins) {
        if (!logins.equals(Logins.NONE)) {
            Configuration.setConfiguration(new ProcessLogins());
        }
        current = logins;
    }

    static Logins current() {
        return current;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        Logins logins = current;
        return switch (name) {
            case SERVER ->
                logins.kerberos()
                        .map(keys -> entry(KeytabLogin.class, Map.of(KeytabLogin.KEYS, keys)))
                        .or(() -> logins.users().map(users -> entry(DigestLoginModule.class, Map.of())))
                        .orElse(null);
            case QuorumAuth.QUORUM_SERVER_SASL_LOGIN_CONTEXT_DFAULT_VALUE ->
                logins.members()
                        .map(members -> new AppConfigurationEntry[] {new Newest(members.users())})
                        .orElse(null);
            case QuorumAuth.QUORUM_LEARNER_SASL_LOGIN_CONTEXT_DFAULT_VALUE ->
                logins.members().map(ProcessLogins::learner).orElse(null);
            default -> null; // as JAAS wants it where there is none
        };
    }

    private static AppConfigurationEntry[] learner(Logins.Members members) {
        String password = members.users().get().byUser().get(members.self());
        return entry(DigestLoginModule.class, Map.of("username", members.self(), "password", password));
    }

    private static AppConfigurationEntry[] entry(Class<?> module, Map<String, ?> options) {
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
    }

    /** A login whose users are those of the time; ZooKeeper asks anew for each member that calls. */
    private static final class Newest extends AppConfigurationEntry {

        private final Fresh<Passwords> users;

        Newest(Fresh<Passwords> users) {
            super(DigestLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of());
            this.users = users;
        }

        @Override
        public Map<String, ?> getOptions() {
            return users.get().byUser().entrySet().stream()
                    .collect(Collectors.toMap(user -> USER + user.getKey(), Map.Entry::getValue));
        }
    }
}
