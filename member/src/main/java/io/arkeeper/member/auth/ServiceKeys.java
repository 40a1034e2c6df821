package io.arkeeper.member.auth;

import io.arkeeper.core.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.security.auth.kerberos.KerberosKey;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;

/**
 * What a keytab has for one principal.
 *
 * @param keys all of them, also those of versions before: who has a ticket for such a one may come until it ends
 */
public record ServiceKeys(KerberosPrincipal principal, List<KerberosKey> keys) {

    private static final int FORMAT = 0x05; // the first byte of each keytab

    public ServiceKeys {
        keys = List.copyOf(keys);
    }

    /**
     * Of a keytab that may be replaced while the member runs.
     *
     * @throws InvalidSetting where it cannot be used
     */
    public static Fresh<ServiceKeys> of(Path keytab, String principal) {
        return Fresh.open("keys of Kerberos", () -> read(keytab, new KerberosPrincipal(principal)));
    }

    private static ServiceKeys read(Path keytab, KerberosPrincipal principal) {
        requireKeytab(keytab);
        KerberosKey[] keys = KeyTab.getInstance(principal, keytab.toFile()).getKeys(principal);
        if (keys.length == 0) {
            throw new InvalidSetting(
                    "%s has no key for %s that this Java can use; add one by ktadd, of the type aes256-cts-hmac-sha1-96"
                            .formatted(keytab, principal));
        }
        return new ServiceKeys(principal, Arrays.asList(keys));
    }

    private static void requireKeytab(Path keytab) {
        try {
            byte[] bytes = Files.readAllBytes(keytab);
            if (bytes.length < 2 || bytes[0] != FORMAT) {
                throw new InvalidSetting(
                        "%s is no keytab, expected one as ktadd or ktutil writes it; put it into the Secret as it is, by kubectl create secret generic --from-file"
                                .formatted(keytab));
            }
        } catch (IOException e) {
            throw new InvalidSetting("%s cannot be read (%s); the Secret needs the key %s, readable by the member"
                    .formatted(keytab, e.getClass().getSimpleName(), keytab.getFileName()));
        }
    }

    /** Says whose they are, and no more. */
    @Override
    public String toString() {
        return "%s, versions %s"
                .formatted(
                        principal,
                        keys.stream()
                                .map(KerberosKey::getVersionNumber)
                                .distinct()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")));
    }
}
