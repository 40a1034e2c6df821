package io.arkeeper.member;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.arkeeper.core.MemberId;
import io.arkeeper.member.client.UserClients;
import io.arkeeper.member.config.AuthSettings;
import io.arkeeper.member.config.AuthSettings.Mode;
import io.arkeeper.member.config.AuthSettings.Quorum;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import io.arkeeper.member.server.SuperuserOfThisProcess;
import io.arkeeper.member.testing.MemberProcess;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.testing.ClientFiles;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real members, inside this process, that ask who comes. */
final class MemberAuthIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String FIRST = "correct horse 1";
    private static final String SECOND = "battery staple 2";

    @TempDir
    private Path root;

    private MountedSecret users;

    @BeforeEach
    void issue() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        users = new MountedSecret(root.resolve("users")).put(Map.of("app", FIRST, "admin", FIRST + "\n"));
    }

    private AuthSettings asking(boolean required) {
        return new AuthSettings(Optional.of(users.directory()), Optional.empty(), required, Optional.empty());
    }

    private TestMember start(AuthSettings auth) throws IOException {
        return TestMember.start(TestMember.settings(root, 0, 1).withAuth(auth));
    }

    private static Code outcome(TestMember member, String user, String password) throws Exception {
        try (ZooKeeper zk = UserClients.open(member.clients(), user, password)) {
            return UserClients.outcome(zk);
        }
    }

    private static Code outcomeOfNobody(TestMember member, byte[]... digests) throws Exception {
        try (ZooKeeper zk = new ZooKeeper(member.clients(), 10_000, event -> {})) {
            for (byte[] digest : digests) {
                zk.addAuthInfo("digest", digest);
            }
            return UserClients.outcome(zk);
        }
    }

    @Test
    void usersComeWithTheirPasswords_andNobodyElseWhereThatIsRequired() throws Exception {
        try (TestMember member = start(asking(true))) {
            member.awaitReady(DEADLINE);

            assertThat(outcome(member, "app", FIRST)).isEqualTo(Code.OK);
            assertThat(outcome(member, "admin", FIRST))
                    .as("a newline at the end")
                    .isEqualTo(Code.OK);
            assertThat(outcome(member, "app", SECOND)).isNotEqualTo(Code.OK);
            assertThat(outcome(member, "nobody", FIRST)).isNotEqualTo(Code.OK);
            assertThat(outcomeOfNobody(member)).isEqualTo(Code.SESSIONCLOSEDREQUIRESASLAUTH);
            assertThat(outcomeOfNobody(member, "app:anything".getBytes(UTF_8)))
                    .as("whoever asks is given a name by digest")
                    .isEqualTo(Code.SESSIONCLOSEDREQUIRESASLAUTH);
            assertThat(outcomeOfNobody(member, "super:anything".getBytes(UTF_8)))
                    .isEqualTo(Code.SESSIONCLOSEDREQUIRESASLAUTH);
            assertThat(outcomeOfNobody(member, SuperuserOfThisProcess.credentials()))
                    .as("the member itself")
                    .isEqualTo(Code.OK);
            assertThat(member.control(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), "/write")
                            .body())
                    .startsWith("wrote /arkeeper-trial-");
            assertThat(UserClients.writeAndRead(member.clients(), users.directory()))
                    .as("helm test")
                    .isTrue();
            assertThat(member.control(HttpRequest.newBuilder(), "/api/v1/member")
                            .body())
                    .contains("\"auth\":{\"sasl\":true,\"required\":true,\"quorum\":false}");
        }
    }

    @Test
    void whoIsNotAskedMayCome_butNotWithAWrongPassword() throws Exception {
        try (TestMember member = start(asking(false))) {
            member.awaitReady(DEADLINE);

            assertThat(outcomeOfNobody(member)).isEqualTo(Code.OK);
            assertThat(outcome(member, "app", FIRST)).isEqualTo(Code.OK);
            assertThat(outcome(member, "app", SECOND)).isEqualTo(Code.AUTHFAILED);
        }
    }

    @Test
    void passwordsChangeWithoutARestart_andBadOnesAreRefused() throws Exception {
        try (TestMember member = start(asking(true))) {
            member.awaitReady(DEADLINE);
            try (ZooKeeper connected = UserClients.open(member.clients(), "app", FIRST)) {
                assertThat(UserClients.outcome(connected)).isEqualTo(Code.OK);

                users.put(Map.of("app", SECOND, "new", FIRST));
                await().atMost(DEADLINE).until(() -> member.member().auth().adopted() == 1);

                assertThat(outcome(member, "app", SECOND)).isEqualTo(Code.OK);
                assertThat(outcome(member, "new", FIRST)).isEqualTo(Code.OK);
                assertThat(outcome(member, "app", FIRST)).isNotEqualTo(Code.OK);
                assertThat(outcome(member, "admin", FIRST)).as("removed").isNotEqualTo(Code.OK);
                assertThat(UserClients.outcome(connected))
                        .as("who is there stays")
                        .isEqualTo(Code.OK);
            }

            users.put(Map.of("app", "short", "empty", "", "super", FIRST));
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(member.control(HttpRequest.newBuilder(), "/api/v1/member")
                                    .body())
                            .contains(
                                    "those before go on: the password of app has fewer than 12 characters",
                                    "the user empty has no password",
                                    "there is a user super, expected another name")
                            .doesNotContain("short"));
            assertThat(member.get("/metrics").body())
                    .contains("arkeeper_auth_warnings 1.0", "arkeeper_auth_material_refusals_total 1.0");
            assertThat(outcome(member, "app", SECOND)).isEqualTo(Code.OK);
            assertThat(outcome(member, "super", FIRST)).isNotEqualTo(Code.OK);
        }
    }

    @Test
    void passwordsAreNowhereButInTheSecret() throws Exception {
        users.put(Map.of("app", FIRST, "admin", SECOND));
        Map<String, String> environment =
                Map.of("ARKEEPER_AUTH_USERS", users.directory().toString(), "ARKEEPER_AUTH_REQUIRED", "true");
        Path own = Files.createDirectories(root.resolve("own"));
        try (MemberProcess member = MemberProcess.start(own, environment, Map.of(), "logLevel=DEBUG\n")
                .awaitReady()) {
            for (String password : List.of(FIRST, SECOND)) { // right, then wrong
                try (ZooKeeper zk = UserClients.open("127.0.77.1:2181", "app", password)) {
                    assertThat(UserClients.outcome(zk) == Code.OK).isEqualTo(password.equals(FIRST));
                }
            }
            assertThat(member.log()).contains("authenticationID=app");
            assertThat(member.report()).doesNotContain(FIRST, SECOND);
        }
        try (Stream<Path> files = Files.walk(own)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(FIRST)
                        .doesNotContain(SECOND);
            }
        }
    }

    @Test
    void aMemberDoesNotStartWithUsersThatCannotBeUsed() throws Exception {
        users.put(Map.of("app", ""));

        assertThatThrownBy(() -> start(asking(true)))
                .isInstanceOf(MemberFailure.class)
                .hasMessage(
                        "the users in %s cannot be used: the user app has no password; give it one of 12 characters or more"
                                .formatted(users.directory()))
                .extracting(failure -> ((MemberFailure) failure).code())
                .isEqualTo(ExitCode.BAD_CONFIGURATION);
    }

    @Test
    void theRootIsWhoseItIsSaidToBe_asLongAsNobodyElseDecided() throws Exception {
        MemberSettings settings = TestMember.settings(root, 0, 1).withAuth(asking(true));
        Path file = settings.config().resolve("chroots.properties");
        Files.writeString(file, "/=sasl:admin:cdrwa; world:anyone:r\n/app=sasl:app:cdrwa\n");
        try (TestMember member = TestMember.start(settings)) {
            member.awaitReady(DEADLINE);
            try (ZooKeeper admin = UserClients.open(member.clients(), "admin", FIRST);
                    ZooKeeper app = UserClients.open(member.clients(), "app", FIRST)) {
                await().atMost(DEADLINE).ignoreExceptions().until(() -> app.exists("/app", false) != null);

                assertThat(admin.getACL("/", new Stat()))
                        .containsExactly(
                                new ACL(ZooDefs.Perms.ALL, new Id("sasl", "admin")),
                                new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));
                assertThatThrownBy(() -> create(app, "/mine")).isInstanceOf(KeeperException.NoAuthException.class);
                create(app, "/app/mine");
                create(admin, "/other");

                admin.setACL("/", ZooDefs.Ids.OPEN_ACL_UNSAFE, -1);
                Files.writeString(file, "/=sasl:admin:cdrwa\n/app=sasl:app:cdrwa\n/later=sasl:app:r\n");
                await().atMost(DEADLINE).until(() -> app.exists("/later", false) != null);
                assertThat(admin.getACL("/", new Stat())).isEqualTo(ZooDefs.Ids.OPEN_ACL_UNSAFE);
            }
        }
    }

    @Test
    void aCertificateIsEnoughWhereMembersAskForOne_andWithoutOneAUserIs() throws Exception {
        TestAuthority authority = new TestAuthority("House");
        MountedSecret secret = new MountedSecret(root.resolve("tls"))
                .put(authority.issue("*.zk-headless.test.svc.cluster.local", "localhost"), authority);
        MemberSettings settings = TestMember.settings(root, 0, 1)
                .withTls(new TlsSettings(secret.directory(), true, true, ClientAuth.WANT, 2281, 8443))
                .withAuth(asking(true));
        ClientFiles files = ClientFiles.write(root.resolve("client"), authority.issue("app.example"), authority);
        try (TestMember member = TestMember.start(settings)) {
            member.awaitReady(DEADLINE);
            ZKClientConfig certificate = new ZKClientConfig();
            files.properties().forEach(certificate::setProperty);
            certificate.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
            try (ZooKeeper zk = new ZooKeeper(TestNames.host(0) + ":2281", 10_000, event -> {}, certificate)) {
                assertThat(UserClients.outcome(zk)).isEqualTo(Code.OK);
            }
            ZKClientConfig password = new ZKClientConfig();
            files.properties().forEach(password::setProperty);
            password.setProperty("zookeeper.ssl.keyStore.location", "");
            try (ZooKeeper zk = UserClients.open(TestNames.host(0) + ":2281", password, "app", FIRST)) {
                assertThat(UserClients.outcome(zk)).isEqualTo(Code.OK);
            }
            assertThat(outcome(member, "app", FIRST)).as("in plaintext").isEqualTo(Code.OK);
            assertThat(outcomeOfNobody(member)).isEqualTo(Code.SESSIONCLOSEDREQUIRESASLAUTH);
        }
    }

    private static void create(ZooKeeper zk, String path) throws KeeperException, InterruptedException {
        zk.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private MemberSettings member(int ordinal, MountedSecret members, String user, Mode mode) throws IOException {
        return TestMember.settings(root, ordinal, 3)
                .withAuth(new AuthSettings(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(new Quorum(members.directory(), user, mode))));
    }

    @Test
    void membersThatLogInWithEachOtherElectAndServe_andTakeNobodyElseIn() throws Exception {
        MountedSecret members = new MountedSecret(root.resolve("members")).put(Map.of("member", FIRST));
        try (TestMember first = TestMember.start(member(0, members, "member", Mode.REQUIRE));
                TestMember second = TestMember.start(member(1, members, "member", Mode.REQUIRE));
                TestMember third = TestMember.start(member(2, members, "member", Mode.REQUIRE))) {
            List<TestMember> all = List.of(first, second, third);
            all.forEach(member -> member.awaitReady(DEADLINE));
            try (ZooKeeper zk = new ZooKeeper(second.clients(), 10_000, event -> {})) {
                create(zk, "/a");
            }
            assertThat(followedBy(leader(all)))
                    .as("a follower that does not log in")
                    .isEmpty();
        }
    }

    /** What a leader says to a follower with the id of a member; empty where it says nothing. */
    private static Optional<Integer> followedBy(String address) throws IOException {
        try (Socket socket = new Socket(address, 2888)) {
            socket.setSoTimeout(20_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(11); // FOLLOWERINFO
            out.writeLong(0);
            out.writeInt(20);
            out.writeLong(2);
            out.writeInt(0x10000);
            out.writeLong(0);
            out.writeInt(-1);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = in.readNBytes(Long.BYTES);
            if (answer.length < Long.BYTES) {
                return Optional.empty();
            }
            int type = ByteBuffer.wrap(answer).getInt();
            return type == 0x5f243501 ? Optional.empty() : Optional.of(type); // the mark of the login, with its refusal
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static String leader(List<TestMember> members) {
        MemberId leader = members.getFirst()
                .member()
                .status()
                .server()
                .orElseThrow()
                .leader()
                .orElseThrow();
        return "127.0.77." + leader.value();
    }

    /** Each step as an upgrade would make it: one member at a time, while the others run. */
    @Test
    void theWayToMembersThatLogInIsWalkedInSteps_andSoIsTheirNextPassword() throws Exception {
        MountedSecret members = new MountedSecret(root.resolve("members")).put(Map.of("member", FIRST));
        Map<Integer, TestMember> running = new HashMap<>();
        try {
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                running.put(ordinal, TestMember.start(TestMember.settings(root, ordinal, 3)));
            }
            running.values().forEach(member -> member.awaitReady(DEADLINE));
            for (Mode mode : Mode.values()) {
                roll(running, members, "member", mode);
            }
            members.put(Map.of("member", FIRST, "next", SECOND));
            await().atMost(DEADLINE).until(() -> running.values().stream()
                    .allMatch(member -> member.member().auth().adopted() == 1));
            roll(running, members, "next", Mode.REQUIRE);
            members.put(Map.of("next", SECOND));
            await().atMost(DEADLINE).until(() -> running.values().stream()
                    .allMatch(member -> member.member().auth().adopted() == 1));
            members.put(Map.of("next", FIRST));
            await().atMost(DEADLINE).until(() -> running.values().stream().allMatch(member -> member.member()
                    .auth()
                    .warnings()
                    .toString()
                    .contains("the password of next, by which this member calls others, is another now")));
            assertThat(followedBy(leader(List.copyOf(running.values())))).isEmpty();
        } finally {
            running.values().forEach(TestMember::close);
        }
    }

    private void roll(Map<Integer, TestMember> running, MountedSecret members, String user, Mode mode)
            throws Exception {
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            running.get(ordinal).close();
            running.put(ordinal, TestMember.start(member(ordinal, members, user, mode)));
            running.get(ordinal).awaitReady(DEADLINE);
        }
    }
}
