package io.arkeeper.member.tls;

import java.util.List;
import javax.net.ssl.SSLParameters;

/** What is spoken: TLS 1.3 and 1.2, forward secrecy and authenticated encryption only. */
public final class TlsProtocol {

    public static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    public static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private TlsProtocol() {}

    /** For servers that ask whoever calls for a certificate. */
    public static SSLParameters mutual() {
        SSLParameters parameters = parameters();
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /** For servers that do not ask. */
    public static SSLParameters parameters() {
        return new SSLParameters(CIPHERS.toArray(String[]::new), VERSIONS.toArray(String[]::new));
    }
}
