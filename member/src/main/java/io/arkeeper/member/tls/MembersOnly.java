package io.arkeeper.member.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes members only. The authority that issued their certificates may have issued clients' ones, too; these must
 * not vote.
 *
 * <p>Who is called must bear the name it was called by; the caller of this has Java check that. Who calls must bear some
 * member's name: which one cannot be told from an address without asking a name server that anybody may have answered.
 */
final class MembersOnly extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager trust;
    private final Predicate<X509Certificate> isMember;

    MembersOnly(X509ExtendedTrustManager trust, Predicate<X509Certificate> isMember) {
        this.trust = trust;
        this.isMember = isMember;
    }

    private void requireMember(X509Certificate[] chain) throws CertificateException {
        if (!isMember.test(chain[0])) {
            throw new CertificateException(
                    "the certificate of %s is not a member's: it has none of their names, so it may not speak as one"
                            .formatted(chain[0].getSubjectX500Principal()));
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust.checkClientTrusted(chain, type, socket);
        requireMember(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust.checkClientTrusted(chain, type, engine);
        requireMember(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust.checkClientTrusted(chain, type);
        requireMember(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust.checkServerTrusted(chain, type, socket);
        requireMember(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust.checkServerTrusted(chain, type, engine);
        requireMember(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust.checkServerTrusted(chain, type);
        requireMember(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
