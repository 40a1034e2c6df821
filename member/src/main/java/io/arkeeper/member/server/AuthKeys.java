package io.arkeeper.member.server;

import io.arkeeper.member.config.AuthSettings;
import io.arkeeper.member.config.AuthSettings.Mode;
import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.server.auth.SASLAuthenticationProvider;

/** What {@code zoo.cfg} says of who may come. */
public final class AuthKeys {

    private AuthKeys() {}

    /** All keys are written also where they say no, for ZooKeeper makes some of them properties of the process. */
    public static Map<String, Object> of(AuthSettings auth, Optional<TlsSettings> tls) {
        Map<String, Object> keys = new LinkedHashMap<>();
        // Nothing of TLS depends on it, for the member's own trust managers check the names in certificates. It keeps
        // this process from calling anybody with DIGEST-MD5, which members that log in with each other have to do.
        keys.put("fips-mode", auth.quorum().isEmpty());
        keys.put("enforce.auth.enabled", auth.required());
        if (auth.sasl()) {
            keys.put("authProvider.sasl", SASLAuthenticationProvider.class.getName());
        }
        keys.put("authProvider.super", SuperuserScheme.class.getName());
        if (auth.required()) {
            keys.put("enforce.auth.schemes", String.join(",", schemes(auth, tls)));
        }
        auth.quorum().ifPresent(quorum -> {
            keys.put("quorum.auth.enableSasl", "true");
            keys.put("quorum.auth.learnerRequireSasl", quorum.mode() != Mode.ACCEPT);
            keys.put("quorum.auth.serverRequireSasl", quorum.mode() == Mode.REQUIRE);
        });
        return keys;
    }

    /** Not digest: whoever asks is given any name by it, with any password. */
    private static List<String> schemes(AuthSettings auth, Optional<TlsSettings> tls) {
        List<String> schemes = new ArrayList<>();
        if (auth.sasl()) {
            schemes.add("sasl");
        }
        if (tls.filter(TlsSettings::wanted)
                .filter(wanted -> wanted.clientAuth() != ClientAuth.NONE)
                .isPresent()) {
            schemes.add("x509");
        }
        schemes.add(SuperuserScheme.NAME);
        return schemes;
    }
}
