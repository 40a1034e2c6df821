package io.arkeeper.member.config;

import java.nio.file.Path;

/**
 * What a member is told about TLS. It is told where the material is for as long as there is some, also while TLS is
 * turned off: as long as another member requires TLS, this one must be able to speak it.
 *
 * @param material where the Secret is mounted
 * @param wanted whether TLS is to be spoken, to clients and between members
 * @param plaintextClients whether clients may still come without TLS while it is wanted
 * @param clientAuth whether clients must show a certificate
 * @param secureClientPort where clients connect with TLS
 * @param httpsPort where members ask each other with TLS
 */
public record TlsSettings(
        Path material,
        boolean wanted,
        boolean plaintextClients,
        ClientAuth clientAuth,
        int secureClientPort,
        int httpsPort) {

    /** Whether clients must show a certificate, may, or need not. */
    public enum ClientAuth {
        NEED,
        WANT,
        NONE
    }

    /** Whether plaintext clients get no further than the pod's loopback. */
    public boolean closesPlaintext() {
        return wanted && !plaintextClients;
    }
}
