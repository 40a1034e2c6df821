package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.member.testing.TlsProbe;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of TLS material that cannot be used, put where a real member reads it: one that runs says in a sentence what is wrong
 * and goes on with what it has; one that starts does not.
 */
final class BadMaterialIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int SECURE = 2281;
    private static final String HOST = TestNames.host(0);
    private static final String[] NAMES = {"*.zk-headless.test.svc.cluster.local", "localhost"};
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path root;

    private final TestAuthority authority = new TestAuthority("House");
    private MountedSecret secret;

    @BeforeEach
    void mount() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        secret = new MountedSecret(root.resolve("secret"));
    }

    private interface Put {
        void into(MountedSecret mounted) throws IOException;
    }

    /** What is put there, by the beginning of what is said about it. */
    private Map<String, Put> kinds() {
        Issued good = authority.issue(NAMES);
        Issued other = authority.issue(NAMES);
        Instant now = Instant.now();
        Map<String, Put> kinds = new LinkedHashMap<>();
        kinds.put(
                "tls.key is not the key of the certificate in tls.crt",
                mounted -> mounted.put(good.certificate(), other.key(), authority.certificate()));
        kinds.put(
                "tls.key is encrypted, expected a key without a password",
                mounted -> mounted.put(
                        good.certificate(),
                        TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1}),
                        authority.certificate()));
        kinds.put(
                "tls.key cannot be read",
                mounted -> mounted.put(
                        good.certificate(),
                        TestAuthority.pem("PRIVATE KEY", new byte[] {1, 2, 3}),
                        authority.certificate()));
        kinds.put(
                "tls.key holds 0 private keys, expected one in PEM",
                mounted -> mounted.put(good.certificate(), "", authority.certificate()));
        kinds.put(
                "tls.crt holds no certificate in PEM", mounted -> mounted.put("", good.key(), authority.certificate()));
        kinds.put("ca.crt holds no certificate in PEM", mounted -> mounted.put(good.certificate(), good.key(), ""));
        kinds.put("ca.crt cannot be read in", mounted -> {
            mounted.put(good, authority);
            Files.delete(mounted.directory().resolve("..data").toRealPath().resolve("ca.crt"));
        });
        kinds.put(
                "no authority in ca.crt vouches for the certificate of CN=House",
                mounted -> mounted.put(good, new TestAuthority("Elsewhere")));
        kinds.put(
                "the certificate is for elsewhere.example and not for " + HOST,
                mounted -> mounted.put(authority.issue("elsewhere.example"), authority));
        kinds.put(
                "the certificate expired at ",
                mounted -> mounted.put(authority.issue(now.minus(DAY.multipliedBy(9)), DAY, NAMES), authority));
        kinds.put(
                "the certificate is valid from ",
                mounted -> mounted.put(authority.issue(now.plus(DAY), DAY.multipliedBy(9), NAMES), authority));
        kinds.put(
                "the certificate is not for servers and clients both",
                mounted -> mounted.put(authority.issueForServers(NAMES), authority));
        return kinds;
    }

    private MemberSettings settings() throws IOException {
        return TestMember.settings(root, 0, 1)
                .withTls(new TlsSettings(secret.directory(), true, false, ClientAuth.NEED, SECURE, 8443));
    }

    private String serial() throws Exception {
        return TlsProbe.serial(HOST, SECURE, authority.issue("app"), authority);
    }

    @Test
    void aMemberThatRunsSaysWhatIsWrong_andGoesOnWithWhatItHas() throws Exception {
        secret.put(authority.issue(NAMES), authority);
        try (TestMember member = TestMember.start(settings())) {
            member.awaitReady(DEADLINE);
            await().atMost(DEADLINE)
                    .until(() -> member.member().tls().orElseThrow().requiresTls());
            String before = serial();
            for (Map.Entry<String, Put> kind : kinds().entrySet()) {
                kind.getValue().into(secret);
                await(kind.getKey()).atMost(DEADLINE).untilAsserted(() -> assertThat(
                                member.control(HttpRequest.newBuilder(), "/api/v1/member")
                                        .body())
                        .contains(kind.getKey()));
                assertThat(member.get("/metrics").body())
                        .as(kind.getKey())
                        .contains("arkeeper_tls_material_refused 1.0");
                assertThat(serial()).as("in use after: %s", kind.getKey()).isEqualTo(before);
                assertThat(member.get("/readyz").statusCode()).isEqualTo(200);
            }
            Issued next = authority.issue(NAMES);
            secret.put(next, authority);
            await().atMost(DEADLINE).until(() -> !serial().equals(before));
            assertThat(member.get("/metrics").body()).contains("arkeeper_tls_material_refused 0.0");
        }
    }

    @Test
    void aMemberDoesNotStartWithAny() throws Exception {
        for (Map.Entry<String, Put> kind : kinds().entrySet()) {
            kind.getValue().into(secret);

            MemberFailure failure = catchThrowableOfType(
                    MemberFailure.class, () -> TestMember.start(settings()).close());

            assertThat(failure).as(kind.getKey()).isNotNull();
            assertThat(failure.code()).isEqualTo(ExitCode.BAD_CONFIGURATION);
            assertThat(failure.getMessage())
                    .startsWith("the TLS material in %s cannot be used: ".formatted(secret.directory()))
                    .contains(kind.getKey());
        }
    }
}
