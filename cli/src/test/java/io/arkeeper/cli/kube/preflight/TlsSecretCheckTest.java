package io.arkeeper.cli.kube.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.testing.FakeCluster;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TlsSecretCheckTest {

    private static final String SECRET = "/api/v1/namespaces/prod/secrets/corp";
    private static final String[] NAMES = {
        "*.myzk-zookeeper-headless.prod.svc.cluster.local", "myzk-zookeeper.prod.svc.cluster.local"
    };
    private static final String OBJECTS =
            Pods.with("[{name: ARKEEPER_TLS_ENABLED, value: \"true\"}]", "[{name: tls, secret: {secretName: corp}}]");

    private final TestAuthority authority = new TestAuthority("House");
    private final Instant now = Instant.now();
    private final FakeCluster cluster = FakeCluster.withEnsemble();

    private Optional<Check> check(String objects) {
        Manifest manifest = Manifest.of(objects);
        return TlsSecretCheck.of(manifest, Requirements.of("myzk", manifest), cluster, "prod", now);
    }

    private void put(Issued issued) {
        cluster.put(
                SECRET,
                "metadata: {name: corp}\ndata: {tls.crt: %s, tls.key: %s, ca.crt: %s}\n"
                        .formatted(
                                base64(issued.certificate()), base64(issued.key()), base64(authority.certificate())));
    }

    private String judged(String certificate, String key, String authorities) {
        cluster.put(
                SECRET,
                "metadata: {name: corp}\ndata: {tls.crt: %s, tls.key: %s, ca.crt: %s}\n"
                        .formatted(base64(certificate), base64(key), base64(authorities)));
        return check(OBJECTS)
                .filter(Fail.class::isInstance)
                .map(Check::sentence)
                .orElse("nothing");
    }

    @Test
    void whatMembersWouldRefuseIsSaidBefore() {
        Issued good = authority.issue(NAMES);
        Issued expired = authority.issue(now.minus(Duration.ofDays(9)), Duration.ofDays(1), NAMES);

        assertThat(judged(expired.certificate(), expired.key(), authority.certificate()))
                .startsWith("Secret corp: the certificate expired at ");
        assertThat(judged(good.certificate(), expired.key(), authority.certificate()))
                .startsWith("Secret corp: tls.key is not the key of the certificate in tls.crt");
        assertThat(judged(
                        good.certificate(),
                        TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1}),
                        authority.certificate()))
                .startsWith("Secret corp: tls.key is encrypted, expected a key without a password");
        assertThat(judged(good.certificate(), good.key(), ""))
                .startsWith("Secret corp: ca.crt holds no certificate in PEM");
        assertThat(judged(good.certificate(), good.key(), new TestAuthority("Elsewhere").certificate()))
                .startsWith("Secret corp: no authority in ca.crt vouches for the certificate");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSecretThatIsGood() {
        put(authority.issue(now.minusSeconds(60), Duration.ofDays(100), NAMES));

        assertThat(check(OBJECTS)).get().isInstanceOf(Ok.class).satisfies(ok -> assertThat(ok.sentence())
                .startsWith("Secret corp is good for all members until "));
    }

    @Test
    void oneThatEndsSoonIsAWarning() {
        put(authority.issue(now.minus(Duration.ofDays(90)), Duration.ofDays(100), NAMES));

        assertThat(check(OBJECTS)).get().isInstanceOf(Warn.class);
    }

    @Test
    void oneThatLacksNames_orIsNotThere_orHoldsNothing() {
        assertThat(check(OBJECTS))
                .hasValue(
                        new Fail(
                                "tls",
                                "there is no Secret corp, members wait for it; make it with the keys tls.crt, tls.key and ca.crt"));
        put(authority.issue(NAMES[0]));
        assertThat(check(OBJECTS))
                .hasValue(
                        new Fail(
                                "tls",
                                "Secret corp: the certificate is for *.myzk-zookeeper-headless.prod.svc.cluster.local and not for"
                                        + " myzk-zookeeper.prod.svc.cluster.local; have one issued with these DNS names as well"));
        cluster.put(SECRET, "metadata: {name: corp}\ndata: {}\n");
        assertThat(check(OBJECTS)).get().isInstanceOf(Fail.class).satisfies(fail -> assertThat(fail.sentence())
                .startsWith("Secret corp: tls.crt holds no certificate in PEM"));
    }

    @Test
    void nothingIsSaidWithoutTls_andLittleOfWhatOthersMake() {
        assertThat(check(OBJECTS.replace("ARKEEPER_TLS_ENABLED", "OTHER"))).isEmpty();
        assertThat(check(OBJECTS + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: corp}\n"))
                .hasValue(new Ok("tls", "the chart makes the certificates"));
        assertThat(
                        check(
                                OBJECTS
                                        + "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\nspec: {secretName: corp}\n"))
                .hasValue(new Ok("tls", "cert-manager is asked for the certificate"));
    }
}
