package io.arkeeper.member.auth;

import io.arkeeper.core.auth.Passwords;
import java.util.Optional;

/**
 * How those who come log in.
 *
 * @param users clients with passwords
 * @param kerberos the service that clients have tickets for; not beside users
 * @param members members with passwords
 */
public record Logins(
        Optional<Fresh<Passwords>> users, Optional<Fresh<ServiceKeys>> kerberos, Optional<Members> members) {

    public static final Logins NONE = new Logins(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Members that log in with each other.
     *
     * @param self which of them this member calls others by
     */
    public record Members(String self, Fresh<Passwords> users) {}
}
