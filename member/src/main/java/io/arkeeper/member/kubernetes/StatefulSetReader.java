package io.arkeeper.member.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.membership.Scale;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.function.Function;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Reads the {@code replicas} of a StatefulSet of the member's own release from Kubernetes' API, with the pod's service account.
 *
 * <p>Token and certificate are read at each question: Kubernetes renews both in place.
 */
public final class StatefulSetReader implements Function<String, Scale> {

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int LARGEST_OBJECT = 1 << 20; // bytes; the API's own limit is 1.5 MiB for any object

    private final Optional<URI> api;
    private final Path serviceAccount;
    private final String namespace;

    /**
     * @param api where the API answers; empty outside a cluster
     * @param serviceAccount the directory with {@code token} and {@code ca.crt}
     */
    StatefulSetReader(Optional<URI> api, Path serviceAccount, String namespace) {
        this.api = api;
        this.serviceAccount = serviceAccount;
        this.namespace = namespace;
    }

    /** @param environment of the process; Kubernetes tells every pod there where its API is */
    public static StatefulSetReader of(Map<String, String> environment, String namespace) {
        Optional<URI> api = Optional.ofNullable(environment.get("KUBERNETES_SERVICE_HOST"))
                .map(host -> URI.create("https://%s:%s"
                        .formatted(
                                host.contains(":") ? "[" + host + "]" : host,
                                environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"))));
        return new StatefulSetReader(api, SERVICE_ACCOUNT, namespace);
    }

    /** Never throws, and takes a few seconds at most. */
    @Override
    public Scale apply(String statefulSet) {
        if (api.isEmpty()) {
            return new Scale.Unknown("this is no Kubernetes pod");
        }
        Path token = serviceAccount.resolve("token");
        if (!Files.exists(token)) {
            return new Scale.Unknown("no service account token is mounted");
        }
        try {
            return ask(api.get(), Files.readString(token).strip(), statefulSet);
        } catch (IOException | GeneralSecurityException e) {
            return new Scale.Unknown("Kubernetes' API does not answer: " + e);
        }
    }

    private Scale ask(URI address, String token, String statefulSet) throws IOException, GeneralSecurityException {
        URI uri = address.resolve("/apis/apps/v1/namespaces/%s/statefulsets/%s".formatted(namespace, statefulSet));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Accept", "application/json");
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(trusting(serviceAccount.resolve("ca.crt")).getSocketFactory());
        }
        int status = connection.getResponseCode();
        return switch (status) {
            case 200 -> {
                try (InputStream in = connection.getInputStream()) {
                    yield replicas(new String(in.readNBytes(LARGEST_OBJECT), UTF_8));
                }
            }
            case 404 -> new Scale.Gone();
            case 401, 403 ->
                new Scale.Unknown(
                        "Kubernetes answers %d: the service account may not get StatefulSet %s; the chart's rbac.create allows it"
                                .formatted(status, statefulSet));
            default -> new Scale.Unknown("Kubernetes answers %d".formatted(status));
        };
    }

    private static Scale replicas(String body) throws IOException {
        Map<String, Object> object = JSON.std.mapFrom(body);
        if (object.get("metadata") instanceof Map<?, ?> metadata && metadata.get("deletionTimestamp") != null) {
            return new Scale.Gone(); // deleted in the foreground: it stays until its pods have ended
        }
        return object.get("spec") instanceof Map<?, ?> spec && spec.get("replicas") instanceof Number count
                ? new Scale.Replicas(count.intValue())
                : new Scale.Unknown("Kubernetes answers without spec.replicas");
    }

    private static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(authorities)))) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
