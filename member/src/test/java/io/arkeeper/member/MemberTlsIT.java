package io.arkeeper.member;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.arkeeper.core.tls.TlsMaterial;
import io.arkeeper.member.client.TlsClients;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import io.arkeeper.member.testing.PeerMessages;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.member.testing.TlsProbe;
import io.arkeeper.testing.ClientFiles;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real members that speak TLS, inside this process: who gets in, who does not, and what happens to certificates. */
final class MemberTlsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String NAMES = "*.zk-headless.test.svc.cluster.local";
    private static final String HOST = TestNames.host(0);
    private static final int ROTATIONS = Integer.getInteger("arkeeper.rotations", 20);
    private static final int SECURE = 2281;
    private static final int HTTPS = 8443;

    @TempDir
    private Path root;

    private final TestAuthority authority = new TestAuthority("House");
    private final TestAuthority elsewhere = new TestAuthority("Elsewhere");
    private MountedSecret secret;
    private ClientFiles client;

    @BeforeEach
    void issue() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        secret = new MountedSecret(root.resolve("secret")).put(authority.issue(NAMES, "localhost"), authority);
        client = ClientFiles.write(root.resolve("client"), authority.issue("app.example"), authority);
    }

    private MemberSettings settings(int ordinal, int servers) throws IOException {
        return TestMember.settings(root, ordinal, servers)
                .withTls(new TlsSettings(secret.directory(), true, false, ClientAuth.NEED, SECURE, HTTPS));
    }

    private TestMember start(int ordinal, int servers) throws IOException {
        return TestMember.start(settings(ordinal, servers));
    }

    private static void awaitRequired(TestMember member) {
        await().atMost(DEADLINE).until(() -> member.member().tls().orElseThrow().requiresTls());
    }

    private static ZooKeeper secure(String servers, ClientFiles files) throws IOException {
        ZKClientConfig config = new ZKClientConfig();
        files.properties().forEach(config::setProperty);
        return new ZooKeeper(servers, 10_000, event -> {}, config);
    }

    private static void create(ZooKeeper zk, String path) throws KeeperException, InterruptedException {
        zk.create(path, "x".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private TlsProbe clientPort(Issued shown, TestAuthority believed) {
        return new TlsProbe(HOST, SECURE, Optional.of(shown), believed);
    }

    @Test
    void clientsSpeakTlsOrNothing() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            try (ZooKeeper zk = secure(HOST + ":" + SECURE, client)) {
                create(zk, "/secret");
                assertThat(zk.exists("/secret", false)).isNotNull();
            }
            assertThat(TlsClients.writeAndRead(HOST + ":" + SECURE, secret.directory()))
                    .isTrue();
            Issued good = authority.issue("app.example");
            assertThat(clientPort(good, authority).handshake("TLSv1.3")).isEqualTo("TLSv1.3");
            assertThat(clientPort(good, authority).handshake("TLSv1.2")).isEqualTo("TLSv1.2");
            assertThat(clientPort(elsewhere.issue("app.example"), authority).talks())
                    .isFalse();
            assertThat(clientPort(
                                    authority.issue(
                                            Instant.now().minus(Duration.ofDays(9)), Duration.ofDays(1), "app.example"),
                                    authority)
                            .talks())
                    .isFalse();
            assertThat(new TlsProbe(HOST, SECURE, Optional.empty(), authority).talks())
                    .isFalse();
            assertThat(clientPort(good, authority).talks()).isTrue();
            assertThatThrownBy(() -> clientPort(good, elsewhere).handshake("TLSv1.3"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(
                            () -> new TlsProbe("127.0.77.1", SECURE, Optional.of(good), authority).handshake("TLSv1.3"))
                    .as("the certificate is for names, and for this one it is not")
                    .isInstanceOf(IOException.class);
            assertThat(TlsProbe.plaintext("127.0.77.1", SECURE, "srvr")).isEmpty();
        }
    }

    @Test
    void aClientThatComesAgainResumesWhatItAgreedOnWithTheSameMaterial() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            SSLContext app = authority.context(authority.issue("app.example"));
            assertThat(resumes(app)).as("the first time").isFalse();
            assertThat(resumes(app)).as("again").isTrue();

            secret.put(authority.issue(NAMES, "localhost"), authority);
            await().atMost(DEADLINE)
                    .until(() -> member.member().tls().orElseThrow().store().adopted() == 1);
            assertThat(resumes(app)).as("by other material").isFalse();
            assertThat(resumes(app)).as("by this material again").isTrue();
        }
    }

    /** Whether a connection continues a session of TLS that is older than the connection. */
    private static boolean resumes(SSLContext context) throws IOException {
        long begun = System.currentTimeMillis();
        await().until(() -> System.currentTimeMillis() > begun); // sessions are as old as milliseconds tell
        long connected = System.currentTimeMillis();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(HOST, SECURE)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            socket.getOutputStream().write("srvr".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("Zookeeper version");
            return socket.getSession().getCreationTime() < connected;
        }
    }

    /** What it is that is spoken, {@link CipherScanIT} finds out. */
    @Test
    void openSslFindsOnlyWhatIsPromised() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            Path keys = ClientFiles.write(root.resolve("peer"), authority.issue(TestNames.host(1)), authority)
                    .keys();
            for (int port : List.of(SECURE, HTTPS, 2888, 3888)) {
                assertThat(TlsProbe.openssl(keys, HOST, port, "-tls1_3"))
                        .as("TLS 1.3 on %d", port)
                        .isTrue();
                assertThat(TlsProbe.openssl(keys, HOST, port, "-tls1_2"))
                        .as("TLS 1.2 on %d", port)
                        .isTrue();
                assertThat(TlsProbe.openssl(keys, HOST, port, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))
                        .as("TLS 1.1 on %d", port)
                        .isFalse();
                assertThat(TlsProbe.openssl(keys, HOST, port, "-tls1", "-cipher", "ALL:@SECLEVEL=0"))
                        .as("TLS 1.0 on %d", port)
                        .isFalse();
                assertThat(verifies(keys, port, authority, HOST))
                        .as("chain and name on %d", port)
                        .isTrue();
                assertThat(verifies(keys, port, authority, "elsewhere.example"))
                        .as("another name on %d", port)
                        .isFalse();
                assertThat(verifies(keys, port, elsewhere, HOST))
                        .as("another authority on %d", port)
                        .isFalse();
            }
        }
    }

    /** Whether openssl believes what is shown, from the authority down to the name. */
    private boolean verifies(Path keys, int port, TestAuthority believed, String name) throws Exception {
        Path authorities = Files.writeString(root.resolve("believed.pem"), believed.certificate());
        return TlsProbe.openssl(
                keys,
                HOST,
                port,
                "-CAfile",
                authorities.toString(),
                "-no-CApath",
                "-no-CAstore",
                "-verify_return_error",
                "-verify_hostname",
                name);
    }

    @Test
    void nothingSpeaksPlaintextZooKeeperBeyondTheLoopbackAddress() throws Exception {
        MemberSettings inPod = TestMember.onAllAddresses(settings(0, 1));
        try (TestMember member = TestMember.start(inPod)) {
            await().atMost(DEADLINE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> member.get("/readyz").body().startsWith("leads"));
            awaitRequired(member);
            assertThat(TlsProbe.plaintext("127.0.0.1", 2181, "srvr")).contains("Mode: leader");
            assertThatThrownBy(() -> new Socket("127.0.77.1", 2181)).isInstanceOf(ConnectException.class);
            List<Integer> open = IntStream.rangeClosed(1, 65535)
                    .filter(port -> TlsProbe.listens("127.0.77.1", port))
                    .boxed()
                    .toList();
            assertThat(open).contains(SECURE, HTTPS, 8080, 2888, 3888).doesNotContain(2181, 8081);
            for (int port : open) {
                assertThat(TlsProbe.plaintext("127.0.77.1", port, "srvr"))
                        .as("answer of port %d", port)
                        .doesNotContain("Zookeeper version");
            }
            assertThat(TlsProbe.closesAfter("127.0.77.1", 2888, PeerMessages.followerInfo(PeerMessages.STRANGER)))
                    .as("who follows in plaintext is cut off")
                    .isTrue();
            byte[] opening = PeerMessages.electionOpening(PeerMessages.STRANGER, "127.0.77.1:3888");
            assertThat(TlsProbe.closesAfter("127.0.77.1", 3888, opening))
                    .as("who votes in plaintext is cut off")
                    .isTrue();
        }
    }

    @Test
    void onlyMembersTalkToMembers() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            awaitRequired(member);
            Issued peer = authority.issue(TestNames.host(1));
            Issued application = authority.issue("app.example");
            for (int port : List.of(2888, 3888, HTTPS)) {
                assertThat(new TlsProbe(HOST, port, Optional.of(application), authority).staysOpen())
                        .as("a client's certificate at %d", port)
                        .isFalse();
                assertThat(new TlsProbe(HOST, port, Optional.of(elsewhere.issue(TestNames.host(1))), authority)
                                .staysOpen())
                        .as("another authority's certificate at %d", port)
                        .isFalse();
                assertThat(new TlsProbe(HOST, port, Optional.empty(), authority).staysOpen())
                        .as("no certificate at %d", port)
                        .isFalse();
                assertThat(new TlsProbe(HOST, port, Optional.of(peer), authority).staysOpen())
                        .as("a member's certificate at %d", port)
                        .isTrue();
            }
        }
    }

    @Test
    void onThePlainHttpPortOnlyProbesAndMetricsAreLeft() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            awaitRequired(member);
            for (String path : List.of("/livez", "/readyz", "/startupz", "/metrics")) {
                assertThat(member.get(path).statusCode()).as(path).isEqualTo(200);
            }
            for (String path : List.of("/api/v1/member", "/api/v1/ensemble")) {
                HttpResponse<String> refused = member.get(path);
                assertThat(refused.statusCode()).isEqualTo(426);
                assertThat(refused.body())
                        .isEqualTo("members speak TLS: ask on httpsPort with a member's certificate, or on controlPort"
                                + " 8081 inside the pod\n");
                assertThat(member.control(HttpRequest.newBuilder(), path).statusCode())
                        .isEqualTo(200);
            }
            String report =
                    member.control(HttpRequest.newBuilder(), "/api/v1/member").body();
            assertThat(report)
                    .contains("\"tls\":{\"wanted\":true,\"required\":true,\"plaintextClients\":false")
                    .contains("\"notAfter\":");
            assertThat(member.get("/metrics").body())
                    .contains("arkeeper_tls_required 1.0")
                    .contains("arkeeper_tls_certificate_expiry_timestamp_seconds ");
        }
    }

    @Test
    void threeMembersFormWithTls_andRotationCostsNoWriteAndNoSession() throws Exception {
        try (TestMember first = start(0, 3);
                TestMember second = start(1, 3);
                TestMember third = start(2, 3)) {
            List<TestMember> members = List.of(first, second, third);
            members.forEach(member -> member.awaitReady(DEADLINE));
            members.forEach(MemberTlsIT::awaitRequired);
            assertThat(root.resolve("zk-0/tls-required")).exists();
            String servers =
                    "%s:2281,%s:2281,%s:2281".formatted(TestNames.host(0), TestNames.host(1), TestNames.host(2));
            try (ZooKeeper zk = secure(servers, client)) {
                create(zk, "/w");
                long session = zk.getSessionId();
                int written = 0;
                for (int rotation = 0; rotation < ROTATIONS; rotation++) {
                    secret.put(authority.issue(NAMES, "localhost"), authority);
                    for (TestMember member : members) {
                        long wanted = rotation + 1L;
                        while (member.member().tls().orElseThrow().store().adopted() < wanted) {
                            create(zk, "/w/" + written++);
                        }
                    }
                }
                TestAuthority next = new TestAuthority("Next");
                rotate(members, secret.put(authority.issue(NAMES, "localhost"), authority, next));
                rotate(members, secret.put(next.issue(NAMES, "localhost"), authority, next));
                String serial =
                        first.member().tls().orElseThrow().store().material().serial();
                for (int port : List.of(SECURE, HTTPS, 3888)) {
                    assertThat(TlsProbe.serial(HOST, port, authority.issue(TestNames.host(1)), next))
                            .as("what is shown on %d", port)
                            .isEqualTo(serial);
                }
                create(zk, "/w/" + written++);
                ClientFiles renewed = ClientFiles.write(root.resolve("renewed"), next.issue("app.example"), next);
                rotate(members, secret.put(next.issue(NAMES, "localhost"), next));
                for (int port : List.of(SECURE, HTTPS, 3888)) {
                    Optional<Issued> former = Optional.of(authority.issue(TestNames.host(1)));
                    assertThat(new TlsProbe(HOST, port, former, next).staysOpen())
                            .as("an authority that is no longer believed, on %d", port)
                            .isFalse();
                }
                create(zk, "/w/" + written++);
                assertThat(zk.getSessionId()).isEqualTo(session);
                assertThat(zk.getChildren("/w", false)).hasSize(written);
                try (ZooKeeper other = secure(servers, renewed)) {
                    assertThat(other.getChildren("/w", false)).hasSize(written);
                }
            }
        }
    }

    private static void rotate(List<TestMember> members, MountedSecret put) {
        assertThat(put.directory()).exists();
        long wanted = members.getFirst().member().tls().orElseThrow().store().adopted();
        await().atMost(DEADLINE).until(() -> members.stream()
                .map(member -> member.member().tls().orElseThrow().store())
                .allMatch(store ->
                        store.problem().isEmpty() && isNewest(store.material().serial(), put)));
        assertThat(wanted).isPositive();
    }

    private static boolean isNewest(String serial, MountedSecret put) {
        try {
            return TlsMaterial.read(
                            Files.readString(put.directory().resolve("tls.crt")),
                            Files.readString(put.directory().resolve("tls.key")),
                            Files.readString(put.directory().resolve("ca.crt")))
                    .serial()
                    .equals(serial);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void badMaterialIsRefusedAndTheOneBeforeGoesOn() throws Exception {
        try (TestMember member = start(0, 1)) {
            member.awaitReady(DEADLINE);
            awaitRequired(member);
            String before = TlsProbe.serial(HOST, SECURE, authority.issue("app"), authority);
            secret.put(authority.issue("elsewhere.example"), authority);
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(member.control(HttpRequest.newBuilder(), "/api/v1/member")
                                    .body())
                            .contains("\"warning\":\"the certificate is for elsewhere.example and not for " + HOST));
            assertThat(member.get("/metrics").body()).contains("arkeeper_tls_material_refused 1.0");
            assertThat(TlsProbe.serial(HOST, SECURE, authority.issue("app"), authority))
                    .isEqualTo(before);
            assertThat(member.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aMemberDoesNotStartWithMaterialThatCannotBeUsed() throws Exception {
        secret.put(authority.issue("elsewhere.example"), authority);

        MemberFailure failure = catchThrowableOfType(MemberFailure.class, () -> start(0, 1));

        assertThat(failure.code()).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(failure)
                .hasMessage(
                        "the TLS material in %s cannot be used: the certificate is for elsewhere.example and not for %s;"
                                        .formatted(secret.directory(), HOST)
                                + " have one issued with these DNS names as well");
    }
}
