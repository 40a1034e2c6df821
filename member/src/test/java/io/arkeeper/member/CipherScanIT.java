package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import io.arkeeper.member.testing.OpensslScan;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.member.testing.TlsProbe;
import io.arkeeper.member.tls.TlsProtocol;
import io.arkeeper.testing.ClientFiles;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member's ports, asked for every cipher and every version that openssl knows, with certificates of each kind. */
final class CipherScanIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String NAMES = "*.zk-headless.test.svc.cluster.local";
    private static final String ADDRESS = "127.0.77.1";
    private static final int SECURE = 2281;
    private static final int HTTPS = 8443;
    private static final int OPENSSL = 4433;
    private static final Set<String> TLS_1_3 = promised("TLS_[AC].*");

    @TempDir
    private Path root;

    private final TestAuthority authority = new TestAuthority("House");
    private Path peer;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead(ADDRESS);
        peer = ClientFiles.write(root.resolve("peer"), authority.issue(TestNames.host(1)), authority)
                .keys();
    }

    private static Set<String> promised(String pattern) {
        return TlsProtocol.CIPHERS.stream()
                .filter(name -> name.matches(pattern))
                .collect(Collectors.toSet());
    }

    private OpensslScan scan(int port) {
        return new OpensslScan(peer, ADDRESS + ":" + port);
    }

    @Test
    void eachKindOfCertificateIsServedWithWhatIsPromised_andNothingElse() throws Exception {
        MountedSecret secret =
                new MountedSecret(root.resolve("secret")).put(authority.issueFor("RSA", NAMES), authority);
        try (TestMember member = TestMember.start(TestMember.settings(root, 0, 1)
                .withTls(new TlsSettings(secret.directory(), true, false, ClientAuth.NEED, SECURE, HTTPS)))) {
            await().atMost(DEADLINE).until(() -> member.get("/readyz").statusCode() == 200);
            assertServes("RSA", List.of(SECURE, HTTPS, 2888, 3888), promised(".*_ECDHE_RSA_.*"));

            int adopted = 0;
            for (String kind : List.of("EC", "Ed25519")) {
                secret.put(authority.issueFor(kind, NAMES), authority);
                long expected = ++adopted;
                await().atMost(DEADLINE)
                        .until(() -> member.member().tls().orElseThrow().store().adopted() == expected);
                assertServes(kind, List.of(SECURE), promised(".*_ECDHE_ECDSA_.*"));
            }
        }
    }

    private void assertServes(String kind, List<Integer> ports, Set<String> ciphers) throws Exception {
        for (int port : ports) {
            assertThat(scan(port).tls13()).as("%s, TLS 1.3 on %d", kind, port).isEqualTo(TLS_1_3);
            assertThat(scan(port).tls12()).as("%s, TLS 1.2 on %d", kind, port).isEqualTo(ciphers);
            assertThat(scan(port).tls11()).as("%s, TLS 1.1 on %d", kind, port).isEmpty();
            assertThat(scan(port).tls10()).as("%s, TLS 1.0 on %d", kind, port).isEmpty();
        }
    }

    /** What a member refuses is not what this openssl could not say. */
    @Test
    void whoSpeaksAllOfItIsFoundToDoSo() throws Exception {
        Path own = ClientFiles.write(root.resolve("openssl"), authority.issueFor("RSA", NAMES), authority)
                .keys();
        Process server = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        ADDRESS + ":" + OPENSSL,
                        "-cert",
                        own.toString(),
                        "-key",
                        own.toString(),
                        "-cipher",
                        "ALL:COMPLEMENTOFALL:@SECLEVEL=0",
                        "-quiet")
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("s_server.out").toFile())
                .start();
        try {
            await().atMost(DEADLINE).until(() -> TlsProbe.listens(ADDRESS, OPENSSL));

            assertThat(scan(OPENSSL).tls13()).containsAll(TLS_1_3);
            assertThat(scan(OPENSSL).tls12())
                    .containsAll(promised(".*_ECDHE_RSA_.*"))
                    .contains(
                            "TLS_RSA_WITH_AES_128_CBC_SHA",
                            "TLS_RSA_WITH_AES_128_GCM_SHA256",
                            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                            "TLS_RSA_WITH_NULL_SHA",
                            "TLS_DH_anon_WITH_AES_128_CBC_SHA")
                    .hasSizeGreaterThan(30);
            assertThat(scan(OPENSSL).tls11()).contains("TLS_RSA_WITH_AES_128_CBC_SHA");
            assertThat(scan(OPENSSL).tls10()).contains("TLS_RSA_WITH_AES_128_CBC_SHA");
        } finally {
            server.destroy();
        }
    }
}
