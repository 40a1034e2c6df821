package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to say who one is that cannot work are refused before anything is installed, and Secrets get where they belong. */
class AuthTest {

    private static final String KERBEROS =
            "kerberos: {keytabSecret: keys, principal: zookeeper/_HOST@EXAMPLE.COM, krb5Conf: '[libdefaults]'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    auth: {required: true} | auth.required is true and no client could say who it is, expected a way to; set auth.users.existingSecret, auth.kerberos.keytabSecret, or tls.enabled with tls.clientAuth need or want
                    {auth: {required: true}, tls: {enabled: true, clientAuth: none}} | auth.required is true and no client could say who it is, expected a way to; set auth.users.existingSecret, auth.kerberos.keytabSecret, or tls.enabled with tls.clientAuth need or want
                    auth: {kerberos: {principal: zookeeper/a@B, krb5Conf: c}} | auth.kerberos.keytabSecret is empty while others of auth.kerberos are set, expected all three; set it, or empty the others
                    auth: {quorum: {existingSecret: a, user: ""}} | auth.quorum.user is empty with auth.quorum.existingSecret, expected a key of that Secret; set it to such as member
                    auth: {users: {existingSecret: a}, quorum: {existingSecret: a}} | auth.quorum.existingSecret and auth.users.existingSecret are both a, expected a Secret of its own for members, because each client would know a password of theirs; make another
                    auth: {rootAcl: ['sasl:admin:cdrwa']} | auth.rootAcl[0] is sasl:admin:cdrwa, expected a way in which clients can say who they are; set auth.users.existingSecret or auth.kerberos.keytabSecret, or remove it
                    auth: {rootAcl: ['world:anyone:r', 'x509:CN=a:cdrwa']} | auth.rootAcl[1] is x509:CN=a:cdrwa, expected a way in which clients can say who they are; set tls.enabled with tls.clientAuth need or want, or remove it
                    extraConfig: {zookeeper.superUser.2: admin} | extraConfig.zookeeper.superUser.2 is the member's own; remove it, the superuser exists only inside the member's process
                    extraConfig: {enforce.auth.schemes: digest} | extraConfig.enforce.auth.schemes is the member's own; remove it, set auth.required instead
                    extraVolumeMounts: [{name: a, mountPath: /etc/arkeeper-auth/users}] | extraVolumeMounts[0].mountPath is /etc/arkeeper-auth/users, expected a path outside /etc/arkeeper-auth, which is the member's own; choose another
                    """)
    void whatCannotWork_isRefused(String values, String problem) {
        assertThat(Refusal.problems(HELM, MYZK.with(values))).containsExactly(problem);
    }

    @Test
    void twoMechanismsAtOnce_areRefused() {
        assertThat(Refusal.problems(HELM, MYZK.with("auth: {users: {existingSecret: people}, " + KERBEROS + "}")))
                .containsExactly(
                        "auth.users.existingSecret and auth.kerberos.keytabSecret are both set, expected one of them,"
                                + " because a member of ZooKeeper speaks either DIGEST-MD5 or Kerberos; empty the other");
    }

    @Test
    void namesWithoutARealm_whichNobodyWithATicketHas_areRefused() {
        assertThat(Refusal.problems(
                        HELM,
                        MYZK.with("{auth: {rootAcl: ['world:anyone:r', 'sasl:admin:cdrwa'], " + KERBEROS
                                + "}, chroots: [{path: /a, acl: ['sasl:b@EXAMPLE.COM:r', 'sasl:b:cdrwa']}]}")))
                .containsExactly(
                        "auth.rootAcl[1] is sasl:admin:cdrwa, expected sasl:NAME@REALM, because who comes with a ticket is"
                                + " known by both; write the realm",
                        "chroots[0].acl[1] is sasl:b:cdrwa, expected sasl:NAME@REALM, because who comes with a ticket is"
                                + " known by both; write the realm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{auth: {rootAcl: ['sasl:a:r'], " + KERBEROS
                        + "}, extraConfig: {kerberos.removeRealmFromPrincipal: true}}",
                "{auth: {required: true}, tls: {enabled: true}}",
                "{auth: {required: true, rootAcl: ['x509:CN=a:cdrwa']}, tls: {enabled: true, clientAuth: want}}",
                "{auth: {required: true, users: {existingSecret: people}}, tls: {enabled: true, clientAuth: none}}",
                "{auth: {quorum: {existingSecret: members, mode: accept}}, tls: {enabled: true}}",
                "auth: {rootAcl: ['world:anyone:r']}",
                "auth: {required: true, rootAcl: ['sasl:a@EXAMPLE.COM:cdrwa'], kerberos: {keytabSecret: keys,"
                        + " principal: zookeeper/_HOST@EXAMPLE.COM, krb5Conf: '[libdefaults]'}}"
            })
    void whatWorks_isAccepted(String values) {
        assertThatCode(() -> HELM.template(MYZK.with(values))).doesNotThrowAnyException();
    }

    @Test
    void podOfTheTest_isThereAsLongAsItCouldGetIn() throws Exception {
        assertThat(kinds("auth: {required: true, " + KERBEROS + "}")).doesNotContain("Pod");
        assertThat(kinds("auth: {" + KERBEROS + "}")).contains("Pod");
        assertThat(kinds("{auth: {required: true, " + KERBEROS + "}, tls: {enabled: true}}"))
                .contains("Pod");
        assertThat(kinds("auth: {required: true, users: {existingSecret: people}}"))
                .contains("Pod");
    }

    private static List<String> kinds(String values) throws Exception {
        return HELM.render(MYZK.with(values)).objects().keySet().stream()
                .map(name -> name.split("/", 2)[0])
                .toList();
    }
}
