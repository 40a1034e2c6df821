package io.arkeeper.cli.kube.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.testing.FakeCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AuthSecretsCheckTest {

    private final FakeCluster cluster = FakeCluster.withEnsemble();

    private List<Check> check(String kind) {
        Manifest manifest = Manifest.of(Pods.with(
                "[{name: ARKEEPER_AUTH_QUORUM_USER, value: member},"
                        + " {name: ARKEEPER_AUTH_PRINCIPAL, value: zookeeper/_HOST@EXAMPLE.COM}]",
                "[{name: tmp, emptyDir: {}}, {name: auth-%s, secret: {secretName: corp}}]".formatted(kind)));
        return AuthSecretsCheck.of(manifest, cluster, "prod");
    }

    private void put(String key, String value) {
        put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String key, byte[] value) {
        cluster.put(
                "/api/v1/namespaces/prod/secrets/corp",
                "metadata: {name: corp}\ndata: {%s: %s}\n"
                        .formatted(key, Base64.getEncoder().encodeToString(value)));
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
    void aKeytabHasAKeyForEveryMember() {
        put("krb5.keytab", "nonsense");
        assertThat(check("kerberos"))
                .containsExactly(
                        new Fail(
                                "auth",
                                "Secret corp has no keytab in its key krb5.keytab; make it by kubectl create secret generic --from-file"));
        put("krb5.keytab", KeytabTest.keytab("zookeeper/%s@EXAMPLE.COM".formatted(host(1))));
        assertThat(check("kerberos"))
                .containsExactly(new Fail(
                        "auth",
                        ("the keytab of Secret corp has no key for zookeeper/%s@EXAMPLE.COM, zookeeper/%s@EXAMPLE.COM; it has"
                                        + " zookeeper/%s@EXAMPLE.COM: add the missing ones, or set auth.kerberos.principal")
                                .formatted(host(0), host(2), host(1))));
        put(
                "krb5.keytab",
                KeytabTest.keytab(IntStream.range(0, 3)
                        .mapToObj(ordinal -> "zookeeper/%s@EXAMPLE.COM".formatted(host(ordinal)))
                        .toArray(String[]::new)));
        assertThat(check("kerberos"))
                .containsExactly(new Ok("auth", "the keytab of Secret corp has a key for every member"));
    }

    private static String host(int ordinal) {
        return "myzk-zookeeper-%d.myzk-zookeeper-headless.prod.svc.cluster.local".formatted(ordinal);
    }
}
