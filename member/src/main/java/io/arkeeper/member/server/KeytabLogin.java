package io.arkeeper.member.server;

import io.arkeeper.member.auth.Fresh;
import io.arkeeper.member.auth.ServiceKeys;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;

/**
 * Logs a member in as the service that clients have tickets for: with its keys and without the KDC, so that a member starts
 * also while no KDC can be reached. Java makes it by its name.
 */
public final class KeytabLogin implements LoginModule {

    /** The option with the keys. */
    static final String KEYS = "keys";

    private Subject subject;
    private Fresh<?> keys;

    @Override
    public void initialize(
            Subject whom, CallbackHandler callbackHandler, Map<String, ?> sharedState, Map<String, ?> options) {
        this.subject = whom;
        this.keys = (Fresh<?>) options.get(KEYS);
    }

    @Override
    public boolean login() {
        return true;
    }

    @Override
    public boolean commit() {
        renew(subject, (ServiceKeys) keys.get());
        return true;
    }

    /** Gives the service the keys it has now. */
    static void renew(Subject service, ServiceKeys newest) {
        service.getPrincipals().add(newest.principal());
        Set<Object> held = service.getPrivateCredentials();
        if (!held.containsAll(newest.keys()) || held.size() != newest.keys().size()) {
            held.addAll(newest.keys());
            held.retainAll(newest.keys());
        }
    }

    @Override
    public boolean abort() {
        return true;
    }

    @Override
    public boolean logout() {
        subject.getPrincipals().clear();
        subject.getPrivateCredentials().clear();
        return true;
    }
}
