package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.arkeeper.core.tls.CertificateNames;
import io.arkeeper.core.tls.TlsMaterial;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that the chart makes itself, judged as a member judges them. */
class TlsSecretsTest {

    private static final String TLS = "{servers: 3, observers: 1, tls: {enabled: true, extraNames: [zk.example]}}";
    private static final String HEADLESS = ".myzk-zookeeper-headless.default.svc.cluster.local";

    private static String entry(Manifest manifest, String secret, String key) {
        String encoded = manifest.at("Secret/" + secret, "data", key).getAsString();
        return new String(Base64.getDecoder().decode(encoded), UTF_8);
    }

    private static TlsMaterial material(Manifest manifest, String secret) {
        return TlsMaterial.read(
                entry(manifest, secret, "tls.crt"),
                entry(manifest, secret, "tls.key"),
                entry(manifest, "myzk-zookeeper-tls", "ca.crt"));
    }

    @Test
    void areGoodForEveryMember_alsoThoseThatCome_andForTheServices() throws Exception {
        Manifest manifest = HELM.render(MYZK.with(TLS));
        List<String> hosts = List.of(
                "myzk-zookeeper-0" + HEADLESS,
                "myzk-zookeeper-6" + HEADLESS,
                "myzk-zookeeper-observer-0" + HEADLESS,
                "myzk-zookeeper.default.svc.cluster.local",
                "myzk-zookeeper.default",
                "myzk-zookeeper",
                "localhost",
                "zk.example");

        assertThat(material(manifest, "myzk-zookeeper-tls").problems(hosts, Instant.now()))
                .isEmpty();
    }

    @Test
    void clientsHaveOneThatIsNoMembers() throws Exception {
        TlsMaterial client = material(HELM.render(MYZK.with(TLS)), "myzk-zookeeper-tls-client");

        assertThat(client.problems(List.of(), Instant.now())).isEmpty();
        assertThat(CertificateNames.of(client.certificate())).isEmpty();
    }

    /** The stock client reads no other form; members read many. */
    @Test
    void theirKeysArePkcs8() throws Exception {
        Manifest manifest = HELM.render(MYZK.with(TLS));

        for (String secret : List.of("myzk-zookeeper-tls", "myzk-zookeeper-tls-client")) {
            String pem = entry(manifest, secret, "tls.key");
            assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("\n-----END PRIVATE KEY-----\n");
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            assertThat(key.getFormat()).isEqualTo("PKCS#8");
            assertThat(material(manifest, secret).problems(List.of(), Instant.now()))
                    .isEmpty();
        }
    }

    @Test
    void theAuthoritysKeyIsMountedNowhere_andAllSecretsStay() throws Exception {
        String manifest = HELM.template(MYZK.with(TLS));

        assertThat(manifest).contains("name: \"myzk-zookeeper-tls-ca\"");
        assertThat(manifest).doesNotContain("secretName: \"myzk-zookeeper-tls-ca\"");
        assertThat(manifest.split("helm.sh/resource-policy: keep", -1)).hasSize(4);
    }

    @Test
    void areNotMadeWhereThereIsAnotherSource_orNoTls() throws Exception {
        assertThat(HELM.template(MYZK.with("tls: {enabled: true, existingSecret: corp}")))
                .doesNotContain("kind: Secret");
        assertThat(HELM.template(MYZK)).doesNotContain("kind: Secret");
    }

    /** Pods wait for a Secret that is missing; those that speak plaintext need not. */
    @ParameterizedTest
    @ValueSource(strings = {"selfSigned: true", "existingSecret: corp", "certManager: {issuerRef: {name: ca}}"})
    void podsWaitForTheSecretOnlyWhereTlsIsEnabled(String source) throws Exception {
        assertThat(volume("tls: {%s}".formatted(source)).get("optional").getAsBoolean())
                .isTrue();
        assertThat(volume("tls: {enabled: true, %s}".formatted(source)).has("optional"))
                .isFalse();
    }

    private static JsonObject volume(String values) throws Exception {
        JsonObject volume = HELM.render(MYZK.with(values))
                .at("StatefulSet/myzk-zookeeper", "spec", "template", "spec", "volumes", "1")
                .getAsJsonObject();
        assertThat(volume.get("name").getAsString()).isEqualTo("tls");
        return volume.getAsJsonObject("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {enabled: true, selfSigned: false}                          | tls.enabled is true without a source of certificates, expected one; set tls.selfSigned, tls.existingSecret or tls.certManager.issuerRef.name
                    {existingSecret: a, certManager: {issuerRef: {name: b}}}    | tls.existingSecret and tls.certManager.issuerRef.name are both set, expected one source of certificates; empty one of them
                    """)
    void sourcesThatDoNotFit_areRefused(String tls, String problem) {
        assertThat(Refusal.problems(HELM, MYZK.with("tls: " + tls))).containsExactly(problem);
    }

    @Test
    void aPortTwice_isRefused() {
        assertThat(Refusal.problems(HELM, MYZK.with("{secureClientPort: 2181, httpsPort: 8080}")))
                .containsExactly(
                        "secureClientPort and clientPort are both 2181, expected a port of its own for each; change one of"
                                + " them",
                        "httpsPort and httpPort are both 8080, expected a port of its own for each; change one of them");
    }
}
