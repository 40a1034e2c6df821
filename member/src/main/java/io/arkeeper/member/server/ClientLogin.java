package io.arkeeper.member.server;

import io.arkeeper.core.auth.Passwords;
import io.arkeeper.member.auth.Fresh;
import io.arkeeper.member.auth.Logins;
import io.arkeeper.member.auth.ServiceKeys;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import javax.security.sasl.AuthorizeCallback;
import org.apache.zookeeper.Login;
import org.apache.zookeeper.common.ZKConfig;
import org.apache.zookeeper.server.auth.SaslServerCallbackHandler;

/**
 * As what the client ports log in. ZooKeeper would take the users once and for all; here each connection is asked for the
 * password of the time.
 */
public final class ClientLogin {

    private static final String SUPERUSER = "super";

    private ClientLogin() {}

    /**
     * Empty where nobody logs in by SASL, or somebody else has configured how.
     *
     * @throws IOException where it does not come about
     */
    public static Optional<Login> open() throws IOException {
        Logins logins = ProcessLogins.current();
        if (logins.users().isEmpty() && logins.kerberos().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Own(logins));
        } catch (LoginException e) {
            throw new IOException("the client port cannot log in (%s)".formatted(e.getMessage()), e);
        }
    }

    private static Supplier<CallbackHandler> handlers(Logins logins) {
        return () -> new Mortal(new SaslServerCallbackHandler(logins.users()
                .map(Fresh::get)
                .map(Passwords::byUser)
                .map(Map::copyOf)
                .orElseGet(Map::of)));
    }

    private static final class Own extends Login {

        private final Optional<Fresh<ServiceKeys>> keys;

        Own(Logins logins) throws LoginException {
            super(ProcessLogins.SERVER, handlers(logins), new ZKConfig());
            this.keys = logins.kerberos();
        }

        /** Called for each connection. */
        @Override
        public CallbackHandler newCallbackHandler() {
            if (keys != null) { // not called by the constructor
                keys.ifPresent(newest -> KeytabLogin.renew(getSubject(), newest.get()));
            }
            return super.newCallbackHandler();
        }
    }

    /** Lets nobody in by the name that ZooKeeper takes for all names. */
    private record Mortal(SaslServerCallbackHandler zooKeepers) implements CallbackHandler {

        @Override
        public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
            zooKeepers.handle(callbacks);
            for (Callback callback : callbacks) {
                if (callback instanceof AuthorizeCallback authorize && SUPERUSER.equals(authorize.getAuthorizedID())) {
                    authorize.setAuthorized(false);
                }
            }
        }
    }
}
