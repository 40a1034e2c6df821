package io.arkeeper.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsMaterialTest {

    private static final String HOST = "zk-0.zk-headless.prod.svc.cluster.local";
    private static final String WILDCARD = "*.zk-headless.prod.svc.cluster.local";

    private final Instant now = Instant.now();
    private final TestAuthority authority = new TestAuthority("House");

    private TlsMaterial material(Issued issued) {
        return TlsMaterial.read(issued.certificate(), issued.key(), authority.certificate());
    }

    private List<String> problems(Issued issued) {
        return material(issued).problems(List.of(HOST), now);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void takesWhatAnAuthorityIssuesForAMember(String algorithm) {
        assertThat(problems(authority.issueFor(algorithm, WILDCARD))).isEmpty();
    }

    @Test
    void takesAnAuthorityBesideAnother() {
        Issued issued = authority.issue(HOST);
        String both = new TestAuthority("Former").certificate() + authority.certificate();

        TlsMaterial material = TlsMaterial.read(issued.certificate(), issued.key(), both);

        assertThat(material.problems(List.of(HOST), now)).isEmpty();
        assertThat(material.authorities()).hasSize(2);
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() {
        TlsMaterial mixed = TlsMaterial.read(
                authority.issue(HOST).certificate(), authority.issue(HOST).key(), authority.certificate());

        assertThat(mixed.problems(List.of(HOST), now))
                .containsExactly("tls.key is not the key of the certificate in tls.crt; put both of one issue there, in"
                        + " one update");
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        TlsMaterial mixed = TlsMaterial.read(
                authority.issue(HOST).certificate(),
                authority.issueFor("RSA", HOST).key(),
                authority.certificate());

        assertThat(mixed.problems(List.of(HOST), now)).hasSize(1);
    }

    @Test
    void refusesWhatHasExpiredAndWhatIsNotValidYet() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Issued issued = authority.issue(from, Duration.ofDays(10), HOST);

        assertThat(material(issued).problems(List.of(HOST), Instant.parse("2026-01-11T00:00:01Z")))
                .containsExactly(
                        "the certificate expired at 2026-01-11T00:00:00Z, and it is 2026-01-11T00:00:01Z; renew it");
        assertThat(material(issued).problems(List.of(HOST), Instant.parse("2025-12-31T23:59:59Z")))
                .containsExactly("the certificate is valid from 2026-01-01T00:00:00Z, and it is 2025-12-31T23:59:59Z;"
                        + " look at the clocks");
    }

    @Test
    void refusesACertificateWithoutTheMembersName() {
        assertThat(problems(authority.issue("zk-1.zk-headless.prod.svc.cluster.local", "localhost")))
                .containsExactly("the certificate is for zk-1.zk-headless.prod.svc.cluster.local, localhost and not for"
                        + " zk-0.zk-headless.prod.svc.cluster.local; have one issued with these DNS names as well");
        assertThat(problems(authority.issue()))
                .containsExactly("the certificate is for no DNS name and not for"
                        + " zk-0.zk-headless.prod.svc.cluster.local; have one issued with these DNS names as well");
    }

    @Test
    void aWildcardStandsForOneLabelOnly() {
        assertThat(problems(authority.issue("*.prod.svc.cluster.local"))).hasSize(1);
    }

    @Test
    void refusesACertificateForServersOnly() {
        assertThat(problems(authority.issueForServers(HOST)))
                .containsExactly("the certificate is not for servers and clients both; members are both to each other,"
                        + " so have one issued with the usages 'server auth' and 'client auth'");
    }

    @Test
    void refusesACertificateOfAnAuthorityThatIsNotThere() {
        Issued foreign = new TestAuthority("Elsewhere").issue(HOST);

        assertThat(problems(foreign))
                .containsExactly("no authority in ca.crt vouches for the certificate of CN=Elsewhere; put the one that"
                        + " issued it there, beside the others");
    }

    @Test
    void readsTheOlderFormsOfKeysThatOpensslWrites() {
        TlsMaterial rsa =
                TlsMaterial.read(OpensslKeys.RSA_CERTIFICATE, OpensslKeys.RSA_KEY, OpensslKeys.RSA_CERTIFICATE);
        TlsMaterial ec = TlsMaterial.read(OpensslKeys.EC_CERTIFICATE, OpensslKeys.EC_KEY, OpensslKeys.EC_CERTIFICATE);

        assertThat(rsa.problems(List.of(), rsa.life().from())).noneMatch(problem -> problem.startsWith("tls.key"));
        assertThat(ec.problems(List.of(), ec.life().from())).noneMatch(problem -> problem.startsWith("tls.key"));
    }

    @Test
    void refusesAnEncryptedKey() {
        String certificate = authority.issue(HOST).certificate();
        String key = TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1});
        String old = """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """;

        for (String encrypted : List.of(key, old)) {
            assertThatThrownBy(() -> TlsMaterial.read(certificate, encrypted, authority.certificate()))
                    .isInstanceOf(InvalidSetting.class)
                    .hasMessage("tls.key is encrypted, expected a key without a password; decrypt it (openssl pkey),"
                            + " the Secret is what protects it");
        }
    }

    @Test
    void refusesFilesThatHoldSomethingElse() {
        Issued issued = authority.issue(HOST);

        assertThatThrownBy(() -> TlsMaterial.read("", issued.key(), authority.certificate()))
                .hasMessage("tls.crt holds no certificate in PEM; put the member's certificate, and those up to its"
                        + " authority there");
        assertThatThrownBy(() -> TlsMaterial.read(issued.certificate(), issued.certificate(), authority.certificate()))
                .hasMessage("tls.key holds 0 private keys, expected one in PEM; put the key of tls.crt there");
        assertThatThrownBy(() -> TlsMaterial.read(issued.certificate(), issued.key(), "x"))
                .hasMessage("ca.crt holds no certificate in PEM; put the certificates of the authorities that are"
                        + " believed there");
        assertThatThrownBy(() -> TlsMaterial.read(
                        TestAuthority.pem("CERTIFICATE", new byte[] {1, 2}), issued.key(), authority.certificate()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("tls.crt cannot be read");
        assertThatThrownBy(() -> TlsMaterial.read(
                        issued.certificate(),
                        TestAuthority.pem("EC PRIVATE KEY", new byte[] {0x30, 1}),
                        authority.certificate()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("tls.key cannot be read");
        assertThatThrownBy(() -> TlsMaterial.read(
                        issued.certificate(),
                        TestAuthority.pem("EC PRIVATE KEY", new byte[] {0x30, 6, 2, (byte) 0x84, -1, -1, -1, -6}),
                        authority.certificate()))
                .as("a length that leads back to where it stands")
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("tls.key cannot be read");
    }

    @Test
    void neverShowsTheKey() {
        TlsMaterial material = material(authority.issue(HOST));

        assertThat(material.toString()).startsWith("certificate ").doesNotContain("rivate");
    }

    private static final Duration DAY = Duration.ofDays(1);

    /** One whose first half is over, and that ends after so many days. */
    private TestAuthority ending(String name, int days) {
        return new TestAuthority(name, now.minus(DAY.multipliedBy(4L * days)), DAY.multipliedBy(5L * days));
    }

    @Test
    void isValidUntilTheFirstOfThoseThatVouchForItEnds() {
        TestAuthority root = ending("Root", 60);
        TestAuthority between = new TestAuthority("Between", root, now.minus(DAY), DAY.multipliedBy(31));
        Issued issued = between.issue(HOST);
        String chain = issued.certificate() + between.certificate();

        assertThat(TlsMaterial.read(chain, issued.key(), root.certificate()).validUntil())
                .isBetween(now.plus(DAY.multipliedBy(29)), now.plus(DAY.multipliedBy(31)));
        assertThat(TlsMaterial.read(issued.certificate(), issued.key(), between.certificate())
                        .validUntil())
                .as("an authority that is believed vouches as well")
                .isBetween(now.plus(DAY.multipliedBy(29)), now.plus(DAY.multipliedBy(31)));
        Issued soon = root.issue(now.minus(DAY), DAY.multipliedBy(11), HOST);
        assertThat(TlsMaterial.read(soon.certificate(), soon.key(), root.certificate())
                        .validUntil())
                .isEqualTo(material(soon).life().until());
    }

    @Test
    void aSupersededAuthorityIsNotWaitedFor() {
        TestAuthority former = ending("Former", 10);
        Issued issued = authority.issue(HOST);

        TlsMaterial both =
                TlsMaterial.read(issued.certificate(), issued.key(), former.certificate() + authority.certificate());

        assertThat(both.validUntil()).isEqualTo(both.life().until());
        assertThat(both.problems(List.of(HOST), now)).isEmpty();
        assertThat(both.warning(now)).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("an authority in ca.crt, CN=Former, expires in 9 days, at ")
                .endsWith("; take it out once nobody has a certificate of it"));
        assertThat(both.warning(now.plus(DAY.multipliedBy(12)))).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("an authority in ca.crt, CN=Former, expired at "));
    }

    @Test
    void warnsOfTheAuthorityThatVouches_andOfThoseBetween() {
        TestAuthority root = ending("Root", 60);
        Issued direct = root.issue(HOST);
        TestAuthority between =
                new TestAuthority("Between", authority, now.minus(DAY.multipliedBy(100)), DAY.multipliedBy(120));
        Issued issued = between.issue(HOST);

        assertThat(TlsMaterial.read(direct.certificate(), direct.key(), root.certificate())
                        .warning(now))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the authority CN=Root in ca.crt, which vouches for the certificate, expires in 59"
                                + " days, at ")
                        .endsWith("; put its successor there, and have certificates issued by that"));
        assertThat(TlsMaterial.read(issued.certificate() + between.certificate(), issued.key(), authority.certificate())
                        .warning(now))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the certificate of CN=Between in tls.crt, which vouches for the member's, expires"
                                + " in 19 days, at ")
                        .endsWith("; have it renewed"));
    }

    @Test
    void anAuthorityOfTenYearsIsNoReasonToWarnForTwoOfThem() {
        TestAuthority old =
                new TestAuthority("Old", now.minus(DAY.multipliedBy(3550)), DAY.multipliedBy(3650)); // 100 days left
        Issued issued = old.issue(HOST);
        TlsMaterial material = TlsMaterial.read(issued.certificate(), issued.key(), old.certificate());

        assertThat(material.warning(now)).isEmpty();
        assertThat(material.warning(now.plus(DAY.multipliedBy(11)))).isPresent();
    }
}
