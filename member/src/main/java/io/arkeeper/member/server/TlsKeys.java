package io.arkeeper.member.server;

import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.tls.TlsProtocol;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code zoo.cfg} says of TLS. */
public final class TlsKeys {

    /** The property that ZooKeeper makes of {@code ssl.clientAuth}. */
    static final String CLIENT_AUTH = "zookeeper.ssl.clientAuth";

    private TlsKeys() {}

    /** @param bindAddress the one address to listen on; empty listens on all */
    public static Map<String, Object> of(TlsSettings settings, Optional<String> bindAddress) {
        String versions = String.join(",", TlsProtocol.VERSIONS);
        String ciphers = String.join(",", TlsProtocol.CIPHERS);
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("ssl.quorum.context.supplier.class", QuorumContext.class.getName());
        keys.put("ssl.quorum.enabledProtocols", versions);
        keys.put("ssl.quorum.ciphersuites", ciphers);
        keys.put("ssl.quorum.clientAuth", "need");
        if (settings.wanted()) {
            keys.put("secureClientPort", settings.secureClientPort());
            bindAddress.ifPresent(address -> keys.put("secureClientPortAddress", address));
            keys.put("authProvider.x509", ClientCertificates.class.getName());
            keys.put("ssl.authProvider", "x509");
            keys.put("ssl.enabledProtocols", versions);
            keys.put("ssl.ciphersuites", ciphers);
            keys.put("ssl.clientAuth", settings.clientAuth().name().toLowerCase(Locale.ROOT));
        }
        return keys;
    }
}
