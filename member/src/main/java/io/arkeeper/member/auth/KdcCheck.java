package io.arkeeper.member.auth;

import io.arkeeper.member.config.AuthSettings.Kerberos;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * Asks the KDC whether it knows the keys of a member, and what time it is there.
 *
 * <p>A member needs no KDC to look at a ticket, so none of its answers keeps one from serving; but a clock that is wrong or a
 * key that is old refuses all clients, and each of them is told no more than that.
 */
public final class KdcCheck {

    private static final String NAME = "kdc-check";

    private final Kerberos kerberos;

    public KdcCheck(Kerberos kerberos) {
        this.kerberos = kerberos;
    }

    /** What people should know; empty where clients can come. */
    public Optional<String> problem() {
        try {
            LoginContext login = new LoginContext(NAME, new Subject(), null, new ByKeytab());
            login.login();
            login.logout();
            return Optional.empty();
        } catch (LoginException e) {
            String message = String.valueOf(e.getMessage());
            boolean withoutKey = message.contains("Unable to obtain password"); // why is said where the keytab is read
            return withoutKey ? Optional.empty() : Optional.of(sentence(message));
        }
    }

    /** By the numbers of RFC 4120, which Java's messages end in. */
    private String sentence(String message) {
        if (message.contains("(37)")) {
            return "the clock of this member and that of the KDC differ by more than krb5.conf's clockskew, 5 minutes unless it says otherwise, so clients with tickets are refused; set both by the same time server";
        }
        if (message.contains("(24)") || message.contains("(31)") || message.contains("Checksum failed")) {
            return "the KDC has another key for %s than %s, so clients with new tickets are refused; write the keytab anew"
                    .formatted(kerberos.principal(), kerberos.keytab());
        }
        if (message.contains("(6)")) {
            return "the KDC does not know %s as somebody who may log in, so no client may get a ticket for it; add the principal"
                    .formatted(kerberos.principal());
        }
        return "the KDC that %s names cannot be asked (%s); clients that have tickets may come all the same"
                .formatted(kerberos.krb5Conf(), message);
    }

    private final class ByKeytab extends Configuration {
        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(
                        "com.sun.security.auth.module.Krb5LoginModule",
                        LoginModuleControlFlag.REQUIRED,
                        Map.of(
                                "useKeyTab", "true",
                                "keyTab", kerberos.keytab().toString(),
                                "principal", kerberos.principal(),
                                "doNotPrompt", "true",
                                "refreshKrb5Config", "true"))
            };
        }
    }
}
