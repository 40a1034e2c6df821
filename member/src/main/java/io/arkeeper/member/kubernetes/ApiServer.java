package io.arkeeper.member.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Kubernetes' API, with the pod's service account.
 *
 * <p>Token and certificate are read at each question: Kubernetes renews both in place. As long as the certificate is the
 * same, so is what is made of it, and with it connections and TLS sessions are used again.
 */
public final class ApiServer {

    private static final String MOUNTED = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int LARGEST_OBJECT = 1 << 20; // bytes; the API's own limit is 1.5 MiB for any object

    private final Optional<URI> address;
    private final Path serviceAccount;
    private volatile Trust trust = new Trust("", null);

    /** What was made of certificates, in PEM. */
    private record Trust(String authorities, SSLSocketFactory sockets) {}

    /**
     * @param address where the API answers; empty outside a cluster
     * @param serviceAccount the directory with {@code token} and {@code ca.crt}
     */
    ApiServer(Optional<URI> address, Path serviceAccount) {
        this.address = address;
        this.serviceAccount = serviceAccount;
    }

    /**
     * The one that a pod is told of.
     *
     * @param environment of the process; Kubernetes tells every pod there where its API is. {@code KUBERNETES_SERVICE_ACCOUNT}
     *     is the service account's directory where it lies elsewhere than in a pod
     */
    public static ApiServer of(Map<String, String> environment) {
        Optional<URI> address = Optional.ofNullable(environment.get("KUBERNETES_SERVICE_HOST"))
                .map(host -> URI.create("https://%s:%s"
                        .formatted(
                                host.contains(":") ? "[" + host + "]" : host,
                                environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"))));
        return new ApiServer(address, Path.of(environment.getOrDefault("KUBERNETES_SERVICE_ACCOUNT", MOUNTED)));
    }

    /** @param body empty where the status is none of success */
    record Reply(int status, String body) {}

    /** Why there is no reply. */
    static final class Silence extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean passing;

        private Silence(String reason, boolean passing) {
            super(reason);
            this.passing = passing;
        }

        /** Whether asking again may help. */
        boolean isPassing() {
            return passing;
        }
    }

    Reply get(String path) throws Silence {
        return ask("GET", path, Optional.empty());
    }

    Reply post(String path, String json) throws Silence {
        return ask("POST", path, Optional.of(json));
    }

    /** Takes a few seconds at most. */
    private Reply ask(String method, String path, Optional<String> json) throws Silence {
        URI uri = address.orElseThrow(() -> new Silence("this is no Kubernetes pod", false))
                .resolve(path);
        Path token = serviceAccount.resolve("token");
        if (!Files.exists(token)) {
            throw new Silence("no service account token is mounted", false);
        }
        try {
            HttpURLConnection connection = open(uri, Files.readString(token).strip());
            connection.setRequestMethod(method);
            if (json.isPresent()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(json.get().getBytes(UTF_8));
                }
            }
            return reply(connection);
        } catch (IOException | GeneralSecurityException e) {
            throw new Silence("Kubernetes' API does not answer: " + e, true);
        }
    }

    private HttpURLConnection open(URI uri, String token) throws IOException, GeneralSecurityException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Accept", "application/json");
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(sockets(Files.readString(serviceAccount.resolve("ca.crt"))));
        }
        return connection;
    }

    private SSLSocketFactory sockets(String authorities) throws IOException, GeneralSecurityException {
        Trust known = trust;
        if (!known.authorities().equals(authorities)) {
            known = new Trust(authorities, trusting(authorities).getSocketFactory());
            trust = known;
        }
        return known.sockets();
    }

    private static Reply reply(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status / 100 != 2) {
            readToItsEnd(connection.getErrorStream());
            return new Reply(status, "");
        }
        try (InputStream in = connection.getInputStream()) {
            return new Reply(status, new String(in.readNBytes(LARGEST_OBJECT), UTF_8));
        }
    }

    /** Only then the connection is used again; one that nobody reads stays open until it is collected as garbage. */
    private static void readToItsEnd(InputStream refusal) throws IOException {
        if (refusal != null) {
            try (refusal) {
                refusal.readNBytes(LARGEST_OBJECT);
            }
        }
    }

    private static SSLContext trusting(String authorities) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(authorities.getBytes(US_ASCII)))) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
