package io.arkeeper.member;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.arkeeper.member.client.SuperuserShell;
import io.arkeeper.member.client.UserClients;
import io.arkeeper.member.testing.MemberProcess;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.io.Writer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Administrators, who come through the control port, with a real member that lets in nobody without a name. */
final class SuperuserIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String ADDRESS = "127.0.77.1";
    private static final String CLIENTS = ADDRESS + ":2181";
    private static final String CONTROL = ADDRESS + ":8081";
    private static final String PASSWORD = "correct horse 1";

    @TempDir
    private Path root;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    private MemberProcess member(String properties) throws IOException {
        return member(Map.of(), properties);
    }

    private MemberProcess member(Map<String, String> more, String properties) throws IOException {
        MountedSecret users = new MountedSecret(root.resolve("users")).put(Map.of("app", PASSWORD));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("ARKEEPER_AUTH_USERS", users.directory().toString());
        environment.put("ARKEEPER_AUTH_REQUIRED", "true");
        return MemberProcess.start(root, environment, Map.of(), properties).awaitReady();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String url)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.uri(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String ticket(String control, ZooKeeper session) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder()
                        .POST(BodyPublishers.ofString("0x%x jane@example.com".formatted(session.getSessionId()))),
                "http://%s/superuser".formatted(control));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().strip();
    }

    private static ZooKeeper session(String clients) throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        ZooKeeper session = new ZooKeeper(
                clients,
                30_000,
                event -> {
                    if (event.getState() == KeeperState.SyncConnected) {
                        connected.countDown();
                    }
                },
                config);
        assertThat(connected.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return session;
    }

    private static void present(ZooKeeper session, String ticket) {
        session.addAuthInfo("super", ticket.getBytes(UTF_8));
    }

    private static String metrics() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(), "http://%s:8080/metrics".formatted(ADDRESS))
                .body();
    }

    private static void ofApp(String path) throws Exception {
        try (ZooKeeper app = UserClients.open(CLIENTS, "app", PASSWORD)) {
            app.create(path, new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        }
    }

    @Test
    void aTicketOpensOneSession_whoseChangesAreTold_andIsNowhereToBeRead() throws Exception {
        List<String> tickets = new ArrayList<>();
        try (MemberProcess member = member("logLevel=DEBUG\n")) {
            ofApp("/app");
            try (ZooKeeper session = session(CLIENTS)) {
                String ticket = ticket(CONTROL, session);
                tickets.add(ticket);
                present(session, ticket);
                session.getData("/app", false, null);
                session.setData("/app", "changed".getBytes(UTF_8), -1);
                assertThat(session.whoAmI())
                        .anyMatch(name -> name.getAuthScheme().equals("super")
                                && name.getUser().equals("super:jane@example.com"));
                try (ZooKeeper thief = session(CLIENTS)) {
                    present(thief, ticket);
                    assertThat(UserClients.outcome(thief))
                            .as("a ticket that was used")
                            .isEqualTo(Code.AUTHFAILED);
                    assertThat(UserClients.outcome(session)).isEqualTo(Code.OK);
                }
                try (ZooKeeper other = session(CLIENTS)) {
                    String anothers = ticket(CONTROL, session);
                    tickets.add(anothers);
                    present(other, anothers);
                    assertThat(UserClients.outcome(other))
                            .as("another session's")
                            .isEqualTo(Code.AUTHFAILED);
                }
                assertThat(metrics()).contains("arkeeper_superuser_sessions 1.0");
                try {
                    session.delete("/none", -1);
                } catch (KeeperException.NoNodeException e) {
                    assertThat(e.getPath()).isEqualTo("/none");
                }
                try {
                    session.create("/kept", new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
                } catch (KeeperException.InvalidACLException e) {
                    assertThat(e.getPath()).as("nobody else could ever read it").isEqualTo("/kept");
                }
                session.delete("/app", -1);
                String name = "session 0x%x of the superuser".formatted(session.getSessionId());
                String told = name + ", for jane@example.com: ";
                session.close();

                await().atMost(DEADLINE)
                        .untilAsserted(() -> assertThat(member.log()).contains("has ended after"));
                assertThat(member.log())
                        .contains(
                                name + " begins at test/zk-0, from 127.0.0.1, for jane@example.com (that name is only"
                                        + " what the caller says)",
                                told + "setData /app: OK",
                                told + "delete /none: NONODE",
                                told + "create /kept: INVALIDACL",
                                told + "delete /app: OK",
                                "; changes: 2, refused: 2, reads: ",
                                "the ticket was used before",
                                "the ticket is another session's");
            }
            assertThat(metrics())
                    .contains(
                            "arkeeper_superuser_sessions 0.0",
                            "arkeeper_superuser_sessions_begun_total 1.0",
                            "arkeeper_superuser_tickets_refused_total{reason=\"other_session\",} 1.0")
                    .containsPattern("arkeeper_superuser_tickets_refused_total\\{reason=\"used\",} [1-9]");
            String everything = member.log()
                    + member.report()
                    + metrics()
                    + send(HttpRequest.newBuilder(), "http://%s/threads".formatted(CONTROL))
                            .body();
            assertThat(everything).doesNotContain(tickets);
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1)).as("%s", file).doesNotContain(tickets);
            }
        }
    }

    @Test
    void aTicketIsNotGoodAfterItsTime() throws Exception {
        try (MemberProcess member = member("logLevel=ERROR\n");
                ZooKeeper session = session(CLIENTS)) {
            String ticket = ticket(CONTROL, session);
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(metrics()).contains("arkeeper_superuser_tickets_lapsed_total 1.0"));

            present(session, ticket);

            assertThat(UserClients.outcome(session)).isEqualTo(Code.AUTHFAILED);
            assertThat(metrics()).containsPattern("arkeeper_superuser_tickets_refused_total\\{reason=\"late\",} [1-9]");
            assertThat(member.log()).doesNotContain("of the superuser begins");
        }
    }

    @Test
    void aTicketIsNotGoodFromElsewhere() throws Exception {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(outside.isPresent(), "this machine has no address but the loopback's");
        try (TestMember member = TestMember.start(TestMember.onAllAddresses(TestMember.settings(root, 0, 1)))) {
            await().atMost(DEADLINE)
                    .untilAsserted(
                            () -> assertThat(member.get("/readyz").statusCode()).isEqualTo(200));
            try (ZooKeeper session = session(outside.get().getHostAddress() + ":2181")) {
                present(session, ticket("127.0.0.1:8081", session));

                assertThat(UserClients.outcome(session)).isEqualTo(Code.AUTHFAILED);
                assertThat(member.member().superusers().refused().get("elsewhere"))
                        .isPositive();
            }
            try (ZooKeeper session = session("127.0.0.1:2181")) {
                present(session, ticket("127.0.0.1:8081", session));

                assertThat(UserClients.outcome(session)).isEqualTo(Code.OK);
            }
        }
    }

    @Test
    void theShellIsZkCliWithSuchATicket() throws Exception {
        try (MemberProcess member = member("logLevel=ERROR\n")) {
            ofApp("/app");

            assertThat(shell("", "set", "/app", "two words")).isEqualTo(new Ended(0, "", ""));
            assertThat(shell("", "get", "/app").out()).isEqualTo("two words\n");
            Ended missing = shell("", "get", "/none");
            assertThat(missing.exitCode()).isEqualTo(2);
            assertThat(missing.err()).isEqualTo("Node does not exist: /none\n");
            Ended unknown = shell("", "got", "/none");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).endsWith("Command not found: Command not found got\n");
            Ended several =
                    shell("get /app\n\n  \nset /app 'three more words'\nconnect\nget /app\nconnect other\nquit\n");
            assertThat(several.exitCode()).isZero();
            assertThat(several.out()).isEqualTo("two words\nthree more words\n");
            assertThat(several.err())
                    .isEqualTo("this command line stays with zk-0; end it, and name another member to reach that\n");
            assertThat(member.log()).contains("of the superuser, for jane doe: setData /app: OK");
        }
        Ended nobody = shell("", "ls", "/");
        assertThat(nobody.exitCode()).isEqualTo(4);
        assertThat(nobody.err())
                .isEqualTo("error: zk-0 opens no session within 15 s; it does not serve as part of a quorum\n");
    }

    /** The plaintext port is then for the pod alone, beside one that speaks TLS. */
    @Test
    void whereTlsIsOn_theTicketIsForThePlaintextPortOfThePod() throws Exception {
        TestAuthority authority = new TestAuthority("House");
        MountedSecret secret = new MountedSecret(root.resolve("tls"))
                .put(authority.issue("*.zk-headless.test.svc.cluster.local", "localhost"), authority);
        Map<String, String> environment =
                Map.of("ARKEEPER_TLS", secret.directory().toString(), "ARKEEPER_TLS_ENABLED", "true");
        try (MemberProcess member = member(environment, "")) {
            assertThat(shell("", "create", "/made", "x").exitCode())
                    .as(member.log())
                    .isZero();
            assertThat(member.log()).contains("of the superuser, for jane doe: create /made: OK");
        }
    }

    @Test
    void theAuditLogNamesTheAdministrator() throws Exception {
        try (MemberProcess member = member("auditLog=true\n");
                ZooKeeper session = session(CLIENTS)) {
            present(session, ticket(CONTROL, session));
            session.create(
                    "/for-app",
                    new byte[0],
                    new ArrayList<>(List.of(new ACL(Perms.ALL, new Id("sasl", "app")))),
                    CreateMode.PERSISTENT);

            await().atMost(DEADLINE).untilAsserted(() -> assertThat(member.log())
                    .containsPattern("\"audit\":true.*super:jane@example.com.*\"znode\":\"/for-app\"")
                    .contains("of the superuser, for jane@example.com: create /for-app: OK"));
        }
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended shell(String typed, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SuperuserShell.class.getName(),
                "jane doe",
                "zk-0",
                CLIENTS,
                CONTROL));
        words.addAll(List.of(command));
        Path out = Files.createTempFile(root, "shell", ".out");
        Path err = Files.createTempFile(root, "shell", ".err");
        Process process = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (Writer input = process.outputWriter(UTF_8)) {
            input.write(typed);
        }
        assertThat(process.waitFor(2 * DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
