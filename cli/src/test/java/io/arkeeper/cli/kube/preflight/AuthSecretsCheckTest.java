package io.arkeeper.cli.kube.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.testing.FakeCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuthSecretsCheckTest {

    private final FakeCluster cluster = FakeCluster.withEnsemble();

    private List<Check> check(String kind) {
        Manifest manifest = Manifest.of(Pods.with(
                "[{name: ARKEEPER_AUTH_QUORUM_USER, value: member}]",
                "[{name: tmp, emptyDir: {}}, {name: auth-%s, secret: {secretName: corp}}]".formatted(kind)));
        return AuthSecretsCheck.of(manifest, cluster, "prod");
    }

    private void put(String key, String value) {
        cluster.put(
                "/api/v1/namespaces/prod/secrets/corp",
                "metadata: {name: corp}\ndata: {%s: %s}\n"
                        .formatted(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void usersHavePasswordsThatAreHardToGuess_andNoneIsTold() {
        assertThat(check("users"))
                .containsExactly(
                        new Fail(
                                "auth",
                                "there is no Secret corp, members wait for it; make it with a key for each user, whose value is the password"));
        put("app", "short");
        assertThat(check("users"))
                .containsExactly(
                        new Fail(
                                "auth",
                                "Secret corp: the password of app has fewer than 12 characters; make a longer one, such as by openssl rand -base64 18"));
        put("app", "correct horse 1");
        assertThat(check("users")).containsExactly(new Ok("auth", "Secret corp has users with passwords: 1"));
    }

    @Test
    void membersNeedTheUserThatTheyCallEachOtherBy() {
        put("app", "correct horse 1");
        assertThat(check("quorum"))
                .containsExactly(
                        new Fail(
                                "auth",
                                "Secret corp has no user member, by which members are to call each other; add it or set auth.quorum.user"));
        put("member", "correct horse 1");
        assertThat(check("quorum")).containsExactly(new Ok("auth", "Secret corp has users with passwords: 1"));
    }

    @Test
    void aKeytabLooksLikeOne() {
        put("krb5.keytab", "nonsense");
        assertThat(check("kerberos"))
                .containsExactly(
                        new Fail(
                                "auth",
                                "Secret corp has no keytab in its key krb5.keytab; make it by kubectl create secret generic --from-file"));
        put("krb5.keytab", "\u0005\u0002");
        assertThat(check("kerberos")).containsExactly(new Ok("auth", "Secret corp has a keytab"));
    }
}
