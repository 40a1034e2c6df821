package io.arkeeper.member.auth;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.auth.Passwords;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Users whose Secret is mounted. */
public final class Users {

    private Users() {}

    /**
     * Clients.
     *
     * @throws InvalidSetting where they cannot be used
     */
    public static Fresh<Passwords> ofClients(Path directory) {
        MountedKeys keys = new MountedKeys(directory);
        return Fresh.open("users", () -> Passwords.parse(keys.read()));
    }

    /**
     * Members. The one by whose name this member calls others has to stay as it is, for ZooKeeper logs in once and for all.
     *
     * @throws InvalidSetting where they cannot be used
     */
    public static Fresh<Passwords> ofMembers(Path directory, String self) {
        MountedKeys keys = new MountedKeys(directory);
        AtomicReference<String> used = new AtomicReference<>();
        return Fresh.open("users of members", () -> {
            Passwords passwords = Passwords.parse(keys.read());
            String own = passwords.byUser().get(self);
            if (own == null) {
                throw new InvalidSetting(
                        "there is no user %s in %s, by which this member is to call others (%s); add it or set auth.quorum.user"
                                .formatted(self, directory, passwords));
            }
            if (!used.compareAndSet(null, own) && !own.equals(used.get())) {
                throw new InvalidSetting(
                        "the password of %s, by which this member calls others, is another now; add a user, wait a minute, and set auth.quorum.user to it"
                                .formatted(self));
            }
            return passwords;
        });
    }
}
