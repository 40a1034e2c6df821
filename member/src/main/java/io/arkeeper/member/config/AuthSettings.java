package io.arkeeper.member.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a member is told about who may come.
 *
 * @param users where the Secret with the users is mounted
 * @param kerberos how clients with tickets are known; not beside users
 * @param required whether sessions of clients that have not said who they are are ended
 * @param quorum how members know each other beside TLS
 */
public record AuthSettings(
        Optional<Path> users, Optional<Kerberos> kerberos, boolean required, Optional<Quorum> quorum) {

    /** Whoever comes may come. */
    public static final AuthSettings NONE =
            new AuthSettings(Optional.empty(), Optional.empty(), false, Optional.empty());

    /**
     * A service that clients have tickets for.
     *
     * @param keytab the file with its keys
     * @param principal SERVICE/HOST@REALM, with the member's own name
     * @param krb5Conf where the realm is described
     */
    public record Kerberos(Path keytab, String principal, Path krb5Conf) {}

    /**
     * Members that log in with each other.
     *
     * @param users where the Secret with their names and passwords is mounted
     * @param user which of them this member calls others by
     */
    public record Quorum(Path users, String user, Mode mode) {}

    /** How far members that log in with each other have come. */
    public enum Mode {
        /** Those who call may log in. */
        ACCEPT,
        /** The same, and this member does where it calls. */
        OFFER,
        /** Those who call must log in. */
        REQUIRE
    }

    /** Whether clients log in by SASL. */
    public boolean sasl() {
        return users.isPresent() || kerberos.isPresent();
    }
}
