package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.kube.Doctor;
import io.arkeeper.cli.kube.SnapshotReader;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.ProcessId;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.systemtest.hostile.Attacker;
import io.arkeeper.systemtest.hostile.Target;
import io.arkeeper.systemtest.hostile.TlsCaller;
import io.arkeeper.systemtest.secrets.PodsAsCluster;
import io.arkeeper.systemtest.secrets.SaslUser;
import io.arkeeper.testing.Planted;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are planted where members are given them: keys of certificates, passwords of users, that of the members. Members
 * use them, refuse others, elect, end and are asked all there is to ask; then everything that can be read of them but the
 * mounted Secrets is searched.
 */
final class SecretsST {

    private static final String USER = "planted-user-password-4f1a";
    private static final String NEXT_USER = "planted-next-password-9b2c";
    private static final String ADMIN = "planted-admin-password-6d3e";
    private static final String MEMBER = "planted-member-password-8a7f";
    private static final String TOO_SHORT = "shorty-77e"; // is refused, and told of
    private static final String MISTYPED = "planted-mistyped-password-1c5d";
    private static final String OWN_DIGEST = "planted-digest-password-2e9b";
    private static final String NO_SCHEME = "planted-word-of-no-scheme-5f0c";
    private static final String NO_KEY = "planted text where a key should be, 3d8a";

    private static final String VALUES = """
            tls: {enabled: true, plaintextClients: true}
            auth:
              users: {existingSecret: app-users}
              quorum: {existingSecret: members}
              required: true
            limits: {words: ["*"]}
            auditLog: true
            logLevel: DEBUG
            tickTimeMs: 2000
            """;
    private static final String HOST = "*.zk-zookeeper-headless.test.svc.cluster.local";
    private static final List<String> MOUNTED = List.of("tls", "auth-users", "auth-quorum");
    private static final List<String> WORDS = List.of(
            "conf", "cons", "dirs", "dump", "envi", "gtmk", "hash", "isro", "lead", "mntr", "obsr", "ruok", "srvr",
            "stat", "wchc", "wchp", "wchs");
    private static final List<String> OPEN = List.of(
            "/metrics", "/livez", "/readyz", "/startupz", "/api/v1/member", "/api/v1/ensemble", "/nothing-is-here");
    private static final List<String> CONTROL =
            List.of("/api/v1/member", "/api/v1/ensemble", "/threads", "/disk", "/log-level");
    private static final int CONTROL_PORT = 8081;
    private static final Duration QUESTION = Duration.ofSeconds(20);

    @TempDir
    private Path left; // where none may be

    @TempDir
    private Path given; // where clients have theirs

    private final TestAuthority house = new TestAuthority("House");
    private final Planted planted = new Planted()
            .password("app", USER)
            .password("app", NEXT_USER)
            .password("admin", ADMIN)
            .password("member", MEMBER)
            .password("app", TOO_SHORT)
            .password("member", TOO_SHORT)
            .password("app", MISTYPED)
            .text("a password of the scheme digest", OWN_DIGEST) // what ACLs have of it is everybody's to read
            .text("what is said in no scheme", NO_SCHEME)
            .text("what is no key", NO_KEY);
    private final Map<String, String> said = new LinkedHashMap<>();
    private TestEnsemble ensemble;
    private Path home;

    @Test
    void noneIsAnywhereButWhereItIsMounted() throws Exception {
        home = left.resolve("state").resolve("arkeeper").resolve("zk");
        try (TestEnsemble started = TestEnsemble.started(
                home,
                TestRelease.of(3)
                        .with(VALUES)
                        .with(Map.of(
                                "app-users", Map.of("app", USER, "admin", ADMIN),
                                "members", Map.of("member", MEMBER))))) {
            ensemble = started;
            await().atMost(TestEnsemble.DEADLINE).until(() -> ensemble.sum("arkeeper_tls_required") == 3);
            plantTheChartsKeys();
            clientsComeAndAreRefused();
            Issued refused = aCertificateIsReplacedAndOthersAreRefused();
            usersAreRefused();
            assertThat(status("table")).contains("tls.key is not the key of the certificate in tls.crt");
            assertThat(doctor())
                    .contains("tls.key is not the key of the certificate in tls.crt", "fewer than 12 characters");
            askAll("with what is refused");
            assertIsWhereItIsMounted("tls/tls.key", refused.key());
            assertIsWhereItIsMounted("auth-users/app", TOO_SHORT);
            allIsMended();
            somebodyElseLeads();
            assertThat(new SaslUser("app", NEXT_USER).outcome(ensemble.clients(), Map.of()))
                    .isEqualTo(Code.OK);
            askAll("later");
        }
        assertThat(findings()).as("what is where it must not be").isEmpty();
    }

    private void plantTheChartsKeys() {
        Map<String, Map<String, String>> made = ensemble.pods().release().configMaps();
        List<String> names = made.keySet().stream()
                .filter(name -> name.startsWith("Secret zk-"))
                .toList();
        assertThat(names).as("Secrets of the chart").hasSize(3);
        for (String name : names) {
            made.get(name).forEach((entry, text) -> {
                if (text.contains("PRIVATE KEY")) {
                    planted.key(entry + " of the " + name, text);
                }
            });
        }
    }

    private void clientsComeAndAreRefused() throws Exception {
        Map<String, String> tls =
                new LinkedHashMap<>(ensemble.clientFiles(given).properties());
        tls.put("zookeeper.ssl.hostnameVerification", "false"); // it knows an address only
        String secure = ensemble.pods().address(ensemble.pod(0)) + ":" + Target.SECURE_CLIENT.port();
        for (Map<String, String> properties : List.of(Map.<String, String>of(), tls)) {
            String servers = properties.isEmpty() ? ensemble.clients() : secure;
            assertThat(new SaslUser("app", USER).outcome(servers, properties)).isEqualTo(Code.OK);
            assertThat(new SaslUser("app", MISTYPED).outcome(servers, properties))
                    .isNotEqualTo(Code.OK);
            assertThat(new SaslUser("nobody", MISTYPED).outcome(servers, properties))
                    .isNotEqualTo(Code.OK);
        }
        try (ZooKeeper admin = new SaslUser("admin", ADMIN).connect(ensemble.clients(), Map.of())) {
            admin.addAuthInfo("digest", ("app:" + OWN_DIGEST).getBytes(UTF_8));
            admin.create("/its", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        }
        try (ZooKeeper admin = new SaslUser("admin", ADMIN).connect(ensemble.clients(), Map.of())) {
            admin.exists("/its", false);
            admin.addAuthInfo("nonsense", NO_SCHEME.getBytes(UTF_8));
            await().atMost(TestEnsemble.DEADLINE).until(() -> ensemble.sum("arkeeper_failed_logins_total") > 0);
        }
    }

    /** The one that is refused last. */
    private Issued aCertificateIsReplacedAndOthersAreRefused() {
        String former = ensemble.pods()
                .release()
                .configMaps()
                .get("Secret zk-zookeeper-tls")
                .get("ca.crt");
        String authorities = former + house.certificate();
        Issued good = plant("the next key", house.issue(HOST));
        swap(good.certificate(), good.key(), authorities);
        awaitEach("arkeeper_tls_material_adopted_total", 1);
        Issued other = plant("the key of another certificate", house.issue(HOST));
        List<String> bad = List.of(
                TestAuthority.pem("PRIVATE KEY", NO_KEY.getBytes(UTF_8)),
                TestAuthority.pem("ENCRYPTED PRIVATE KEY", NO_KEY.getBytes(UTF_8)),
                NO_KEY,
                other.key());
        for (int i = 0; i < bad.size(); i++) {
            swap(good.certificate(), bad.get(i), authorities);
            awaitEach("arkeeper_tls_material_refusals_total", i + 1);
        }
        return other;
    }

    private Issued plant(String name, Issued issued) {
        planted.key(name, issued.key());
        return issued;
    }

    private void swap(String certificate, String key, String authorities) {
        ensemble.pods().change(Map.of("tls.crt", certificate, "tls.key", key, "ca.crt", authorities));
    }

    private void awaitEach(String metric, double value) {
        for (PodStatus pod : ensemble.statuses()) {
            await("%s of %s is %.0f".formatted(metric, pod.pod(), value))
                    .atMost(TestEnsemble.DEADLINE)
                    .until(() -> MetricsPage.of(pod.address()).sum(metric) == value);
        }
    }

    private void usersAreRefused() {
        ensemble.pods().change(Map.of("app", TOO_SHORT));
        ensemble.pods().change(Map.of("member", TOO_SHORT));
        awaitEach("arkeeper_auth_material_refusals_total", 2);
    }

    private void allIsMended() {
        Issued last = plant("the last key", house.issue(HOST));
        swap(last.certificate(), last.key(), house.certificate());
        ensemble.pods().change(Map.of("app", NEXT_USER, "member", MEMBER));
        awaitEach("arkeeper_tls_material_adopted_total", 2);
        awaitEach("arkeeper_tls_material_refused", 0);
        awaitEach("arkeeper_auth_warnings", 0);
    }

    /** One is killed, one ends in good order; both come back with what is mounted now. */
    private void somebodyElseLeads() {
        String former = ensemble.leader();
        ensemble.pods().kill(former);
        String next = ensemble.leaderOtherThan(former);
        ensemble.awaitReady();
        ensemble.stop(next);
        ensemble.pods().start(next);
        ensemble.awaitReady();
    }

    private void assertIsWhereItIsMounted(String file, String secret) throws IOException {
        Path mounted = home.resolve("pods").resolve(ensemble.pod(0)).resolve(file);
        assertThat(planted.in(Files.readString(mounted, ISO_8859_1)))
                .as("what the search finds in %s", mounted)
                .isNotEmpty();
        assertThat(mounted).hasContent(secret);
    }

    private void askAll(String when) throws Exception {
        for (PodStatus pod : ensemble.statuses()) {
            String who = pod.pod() + ", " + when + ": ";
            for (String path : OPEN) {
                said.put(
                        who + path,
                        HttpGet.from(pod.address(), Target.HTTP.port(), path, QUESTION)
                                .body());
            }
            for (String path : CONTROL) {
                said.put(
                        who + "controlPort" + path,
                        HttpGet.from(pod.address(), CONTROL_PORT, path, QUESTION)
                                .body());
            }
            said.put(
                    who + "/write",
                    HttpGet.post(pod.address(), CONTROL_PORT, "/write", "", QUESTION)
                            .body());
            for (String path : List.of("/api/v1/member", "/api/v1/ensemble")) {
                String answer = secure(pod.address(), path);
                assertThat(answer).startsWith("HTTP/1.1 200");
                said.put(who + "httpsPort" + path, answer);
            }
            for (String word : WORDS) {
                said.put(who + word, word(pod.address(), word));
            }
            assertThat(said.get(who + "envi")).contains("java.class.path");
            assertThat(said.get(who + "conf")).contains("clientPort");
            assertThat(said.get(who + "/metrics")).contains("arkeeper_");
            process(who, pod.process().orElseThrow());
        }
        for (String format : List.of("table", "json")) {
            said.put("status -o " + format + ", " + when, status(format));
        }
        said.put("doctor, " + when, doctor());
    }

    private String secure(String address, String path) throws IOException {
        try (SSLSocket socket =
                new TlsCaller(house.context(house.issue(HOST))).handshake(address, Target.HTTPS, "TLSv1.3")) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String word(String address, String word) throws IOException {
        try (Socket socket = new Attacker().connect(address, Target.CLIENT)) {
            socket.setSoTimeout(Math.toIntExact(QUESTION.toMillis()));
            socket.getOutputStream().write(word.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private void process(String who, ProcessId process) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        for (String file : List.of("cmdline", "environ", "comm", "maps")) {
            said.put(who + file, Files.readString(proc.resolve(file), ISO_8859_1));
        }
        assertThat(said.get(who + "environ")).contains("ARKEEPER_AUTH_USERS=");
        assertThat(said.get(who + "cmdline")).contains("io.arkeeper.member.Main");
    }

    /** By the command itself, which is told where the members are as {@code up} would tell it. */
    private String status(String format) throws Exception {
        new Instance(
                        "zk",
                        "test",
                        new Subnet(211),
                        Optional.of(ProcessId.of(ProcessHandle.current())),
                        InstantSource.system().instant(),
                        3,
                        ensemble.pods().release().template().ports(),
                        ensemble.pods().release().minAvailable(),
                        ensemble.statuses())
                .write(ensemble.pods().directory().instanceFile());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path cli = Path.of(System.getProperty("arkeeper.member")).resolve("../../../cli/target/dist/lib");
        ProcessBuilder command = new ProcessBuilder(
                        java.toString(), "-cp", cli + "/*", "io.arkeeper.cli.Main", "status", "zk", "-o", format)
                .redirectErrorStream(true);
        command.environment().clear();
        command.environment().put("XDG_STATE_HOME", left.resolve("state").toString());
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private String doctor() {
        try (PodsAsCluster cluster =
                new PodsAsCluster(ensemble.manifest(), ensemble::statuses, ensemble.pods()::address)) {
            return Doctor.examine(new SnapshotReader(cluster, "here", "test", "zk", InstantSource.system()).read())
                    .stream()
                    .map(finding -> finding.sentence() + "\n" + finding.advice())
                    .collect(Collectors.joining("\n"));
        }
    }

    private List<String> findings() throws IOException {
        List<String> findings = new ArrayList<>();
        said.forEach((where, text) -> look(where, text, findings));
        int searched = 0;
        try (Stream<Path> files = Files.walk(left)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !isMounted(file))
                    .toList()) {
                look(file.toString(), Files.readString(file, ISO_8859_1), findings);
                searched++;
            }
        }
        assertThat(searched).as("files that were searched").isGreaterThan(20);
        System.out.printf("%d answers and %d files were searched%n", said.size(), searched);
        return findings;
    }

    private boolean isMounted(Path file) {
        Path pods = home.resolve("pods");
        return file.startsWith(pods)
                && MOUNTED.contains(pods.relativize(file).getName(1).toString());
    }

    private void look(String where, String text, List<String> findings) {
        for (String secret : planted.in(text)) {
            findings.add(
                    "%s in %s: %s".formatted(secret, where, planted.around(text).orElse("")));
        }
    }
}
