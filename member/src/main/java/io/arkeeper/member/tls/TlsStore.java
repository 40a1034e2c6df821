package io.arkeeper.member.tls;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.tls.CertificateNames;
import io.arkeeper.core.tls.TlsMaterial;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest material that can be used. What cannot is refused with a sentence, and the one before stays in use; whoever
 * is connected stays connected in any case.
 */
public final class TlsStore {

    private static final Logger LOG = LoggerFactory.getLogger(TlsStore.class);

    private final SecretFiles files;
    private final String host;
    private final InstantSource clock;
    private final SSLContext members;
    private final SSLContext clients;
    private final X509ExtendedTrustManager trust =
            new RotatingTrust(() -> current().trust());
    private volatile TlsContexts current;
    private volatile Optional<String> problem = Optional.empty();
    private final AtomicLong adopted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private String inUse;
    private String seen;
    private String warned = "";

    private TlsStore(SecretFiles files, String host, InstantSource clock, TlsContexts first, String digest) {
        this.files = files;
        this.host = host;
        this.clock = clock;
        this.current = first;
        this.members = RotatingContext.of(() -> current().members());
        this.clients = RotatingContext.of(() -> current().clients());
        this.inUse = digest;
        this.seen = digest;
    }

    /**
     * Reads what is there.
     *
     * @param host the member's own DNS name, which the certificate must be for
     * @throws InvalidSetting where it cannot be used
     */
    public static TlsStore open(SecretFiles files, String host, InstantSource clock) {
        SecretFiles.Contents contents = files.read();
        return new TlsStore(files, host, clock, contexts(contents, host, clock.instant()), contents.digest());
    }

    private static TlsContexts contexts(SecretFiles.Contents contents, String host, Instant now) {
        List<String> texts = contents.texts();
        TlsMaterial material = TlsMaterial.read(texts.get(0), texts.get(1), texts.get(2));
        List<String> problems = material.problems(List.of(host), now);
        if (!problems.isEmpty()) {
            throw new InvalidSetting(String.join("; and ", problems));
        }
        String domain = host.substring(host.indexOf('.')).toLowerCase(Locale.ROOT); // of the headless Service
        return TlsContexts.of(material, certificate -> isMember(certificate, domain));
    }

    private static boolean isMember(X509Certificate certificate, String domain) {
        return CertificateNames.of(certificate).stream()
                .anyMatch(name -> name.endsWith(domain) && name.indexOf('.') == name.length() - domain.length());
    }

    /** Takes over what was put there since, and says what people should know about it. */
    public synchronized void look() {
        try {
            take(files.read());
        } catch (InvalidSetting e) {
            refuse("", e.getMessage());
        }
        warn();
    }

    private void take(SecretFiles.Contents contents) {
        if (!contents.digest().equals(inUse)) {
            try {
                current = contexts(contents, host, clock.instant());
                inUse = contents.digest();
                adopted.incrementAndGet();
                LOG.info("uses the TLS material that was put in place: {}", current.material());
            } catch (InvalidSetting e) {
                refuse(contents.digest(), e.getMessage());
                return;
            }
        }
        seen = inUse;
        problem = Optional.empty();
    }

    /** Tried again at every look, for a clock may be wrong, and said once. */
    private void refuse(String digest, String sentence) {
        if (!digest.equals(seen)) {
            seen = digest;
            refused.incrementAndGet();
            LOG.error("refuses the TLS material that was put in place, and goes on with the one before: {}", sentence);
        }
        problem = Optional.of(sentence);
    }

    private void warn() {
        String warning = material().warning(clock.instant()).orElse("");
        String kind = warning.replaceAll("in .*, at", "at"); // once, not whenever the time that is left changes
        if (!kind.equals(warned)) {
            warned = kind;
            if (!warning.isEmpty()) {
                LOG.warn("{}", warning);
            }
        }
    }

    private TlsContexts current() {
        return current;
    }

    public TlsMaterial material() {
        return current.material();
    }

    /** Why the newest material is not in use; empty where it is. */
    public Optional<String> problem() {
        return problem;
    }

    /** What people should know: why the newest material is refused, or that the one in use ends soon. */
    public Optional<String> warning() {
        return problem.or(() -> material().warning(clock.instant()));
    }

    /** How often other material was taken over since the start. */
    public long adopted() {
        return adopted.get();
    }

    /** How often it was refused. */
    public long refused() {
        return refused.get();
    }

    /** For connections between members. It stays the same object; each new connection uses the newest material. */
    public SSLContext members() {
        return members;
    }

    /** For connections of clients, in the same way. */
    public SSLContext clients() {
        return clients;
    }

    /** What is shown to clients that connect now. */
    public X509ExtendedKeyManager keys() {
        return current.keys();
    }

    /** Which clients are believed, by the newest material. */
    public X509ExtendedTrustManager trust() {
        return trust;
    }
}
