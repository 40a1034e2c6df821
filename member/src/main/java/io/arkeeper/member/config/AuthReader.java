package io.arkeeper.member.config;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.member.config.AuthSettings.Kerberos;
import io.arkeeper.member.config.AuthSettings.Mode;
import io.arkeeper.member.config.AuthSettings.Quorum;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** Reads from the pod's environment who may come. */
final class AuthReader {

    private static final String OWN_NAME = "_HOST";

    private final Properties given;

    AuthReader(Properties given) {
        this.given = given;
    }

    /**
     * @param config where the ConfigMap is mounted
     * @param host the member's own name
     * @throws InvalidSetting where they do not go together
     */
    AuthSettings read(Path config, String host, Optional<TlsSettings> tls) {
        AuthSettings auth = new AuthSettings(
                path(SettingsReader.AUTH_USERS),
                path(SettingsReader.AUTH_KEYTAB)
                        .map(keytab -> new Kerberos(keytab, principal(host), config.resolve("krb5.conf"))),
                SettingsReader.truth(given, SettingsReader.AUTH_REQUIRED),
                path(SettingsReader.AUTH_QUORUM)
                        .map(users -> new Quorum(
                                users,
                                given.getProperty(SettingsReader.AUTH_QUORUM_USER, "member"),
                                SettingsReader.choice(
                                        given, SettingsReader.AUTH_QUORUM_MODE, Mode.class, Mode.REQUIRE))));
        if (auth.users().isPresent() && auth.kerberos().isPresent()) {
            throw new InvalidSetting(
                    "%s and %s are both set, expected one of them, because a member speaks either DIGEST-MD5 or Kerberos; unset the other"
                            .formatted(SettingsReader.AUTH_USERS, SettingsReader.AUTH_KEYTAB));
        }
        boolean certificates = tls.filter(TlsSettings::wanted)
                .filter(wanted -> wanted.clientAuth() != ClientAuth.NONE)
                .isPresent();
        if (auth.required() && !auth.sasl() && !certificates) {
            throw new InvalidSetting(
                    "%s is true and no client could say who it is; set %s or %s, or have clients show certificates"
                            .formatted(
                                    SettingsReader.AUTH_REQUIRED,
                                    SettingsReader.AUTH_USERS,
                                    SettingsReader.AUTH_KEYTAB));
        }
        return auth;
    }

    private Optional<Path> path(String name) {
        return Optional.ofNullable(given.getProperty(name)).map(Path::of);
    }

    private String principal(String host) {
        String principal = given.getProperty(SettingsReader.AUTH_PRINCIPAL, "");
        if (!principal.matches("[^/@\\s]+/[^/@\\s]+@[^/@\\s]+")) {
            throw new InvalidSetting(
                    SettingsReader.AUTH_PRINCIPAL,
                    "'" + principal + "'",
                    "SERVICE/HOST@REALM",
                    "set it to such as zookeeper/_HOST@EXAMPLE.COM");
        }
        return principal.replace("/" + OWN_NAME + "@", "/" + host.toLowerCase(Locale.ROOT) + "@");
    }
}
