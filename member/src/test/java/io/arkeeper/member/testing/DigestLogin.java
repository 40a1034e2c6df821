package io.arkeeper.member.testing;

import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** What somebody who knows a password says to a challenge of DIGEST-MD5. */
public final class DigestLogin {

    private DigestLogin() {}

    /**
     * The answer.
     *
     * @param protocol the service that is asked, by the name of its protocol
     * @param server the server's name in it
     */
    public static byte[] answer(byte[] challenge, String protocol, String server, String user, String password)
            throws SaslException {
        SaslClient client =
                Sasl.createSaslClient(new String[] {"DIGEST-MD5"}, null, protocol, server, Map.of(), callbacks -> {
                    for (Callback callback : callbacks) {
                        switch (callback) {
                            case NameCallback name -> name.setName(user);
                            case PasswordCallback given -> given.setPassword(password.toCharArray());
                            case RealmCallback realm -> realm.setText(realm.getDefaultText());
                            default -> throw new IllegalStateException(callback.toString());
                        }
                    }
                });
        return client.evaluateChallenge(challenge);
    }
}
