package io.arkeeper.member.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.arkeeper.core.InvalidSettings;
import io.arkeeper.core.Limits;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.QuorumTimings;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.ZooCfg;
import io.arkeeper.core.membership.GracePeriod;
import io.arkeeper.member.log.LogFormat;
import io.arkeeper.member.log.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {

    @TempDir
    private Path config;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aPodAsTheChartMakesIt() throws IOException {
        environment.put("ARKEEPER_POD_NAME", "myzk-zookeeper-1");
        environment.put("ARKEEPER_NAMESPACE", "prod");
        environment.put("ARKEEPER_CONFIG", config.toString());
        member("service=myzk-zookeeper-headless");
        ensemble("servers=5");
    }

    private void member(String... lines) throws IOException {
        Files.write(config.resolve("member.properties"), List.of(lines));
    }

    private void ensemble(String... lines) throws IOException {
        Files.write(config.resolve("ensemble.properties"), List.of(lines));
    }

    private MemberSettings read() {
        return new SettingsReader(environment).read();
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidSettings.class, this::read).problems();
    }

    @Test
    void defaultsAreThoseOfTheChart() {
        assertThat(read())
                .isEqualTo(new MemberSettings(
                        new MemberIdentity("prod", "myzk-zookeeper", 1),
                        new Topology(
                                "prod", "myzk-zookeeper", "myzk-zookeeper-headless", "cluster.local", Ports.DEFAULT, 5),
                        new ZooCfg(QuorumTimings.DEFAULT, 60, 3, 1),
                        Path.of("/var/lib/zookeeper"),
                        Optional.empty(),
                        config,
                        Optional.empty(),
                        LogLevel.INFO,
                        LogFormat.TEXT,
                        false));
    }

    @Test
    void theObserversPodsAreToldThatTheyAreNoVoters() throws IOException {
        environment.put("ARKEEPER_ROLE", "observer");
        environment.put("ARKEEPER_POD_NAME", "myzk-zookeeper-observer-0");
        ensemble("servers=5", "observers=2");

        MemberSettings settings = read();

        assertThat(settings.identity())
                .isEqualTo(new MemberIdentity("prod", "myzk-zookeeper-observer", 0, Role.OBSERVER));
        assertThat(settings.topology().statefulSet()).isEqualTo("myzk-zookeeper");
        assertThat(settings.topology().observers()).isEqualTo(2);
    }

    @Test
    void anotherRoleIsRefused() {
        environment.put("ARKEEPER_ROLE", "witness");

        assertThat(problems())
                .containsExactly(
                        "ARKEEPER_ROLE is 'witness', expected voter or observer; leave it to the chart to set it");
    }

    @Test
    void theGracePeriodIsThatOfThePod() {
        environment.put("ARKEEPER_GRACE_SECONDS", "90");

        assertThat(read().grace()).isEqualTo(new GracePeriod(Duration.ofSeconds(90)));
    }

    @Test
    void aGracePeriodThatTheChartRefusesIsRefused() {
        environment.put("ARKEEPER_GRACE_SECONDS", "29");

        assertThat(problems())
                .containsExactly("terminationGracePeriodSeconds is 29, expected 30 to 86400; use its default, 60");
    }

    @Test
    void everyKeyIsMapped() throws IOException {
        environment.put("ARKEEPER_DATA", "/data");
        environment.put("ARKEEPER_TXN_LOG", "/log");
        environment.put("ARKEEPER_BIND_ADDRESS", "127.0.9.2");
        member(
                "service=peers",
                "clusterDomain=corp.example",
                "clientPort=1",
                "serverPort=2",
                "leaderElectionPort=3",
                "httpPort=4",
                "controlPort=5",
                "tickTimeMs=500",
                "initTicks=20",
                "syncTicks=6",
                "clientCnxns=0",
                "limits.connections=0",
                "limits.requestBytes=4194304",
                "limits.outstandingRequests=10",
                "limits.largeRequestBytes=8388608",
                "limits.sessionsPerSecond=7",
                "limits.malformedPerSecond=9",
                "limits.words=mntr, conf",
                "snapRetain=4",
                "purgeHours=0",
                "logLevel=debug",
                "logFormat=json",
                "auditLog=true",
                "events=true",
                "zooCfg.snapCount=50000");

        assertThat(read())
                .isEqualTo(new MemberSettings(
                        new MemberIdentity("prod", "myzk-zookeeper", 1),
                        new Topology("prod", "myzk-zookeeper", "peers", "corp.example", new Ports(1, 2, 3, 4, 5), 5),
                        new ZooCfg(
                                new QuorumTimings(Duration.ofMillis(500), 20, 6),
                                0,
                                4,
                                0,
                                new TreeMap<>(Map.of("snapCount", "50000")),
                                new Limits(0, 4_194_304, 10, 8_388_608, 7, 9, List.of("mntr", "conf")),
                                true),
                        Path.of("/data"),
                        Optional.of(Path.of("/log")),
                        config,
                        Optional.of("127.0.9.2"),
                        LogLevel.DEBUG,
                        LogFormat.JSON,
                        true));
    }

    @Test
    void unknownNamesAreRefusedWithTheNearestOne() throws IOException {
        environment.put("ARKEEPER_PODNAME", "x");
        member("service=s", "tickTimeMS=2000", "colour=blue");

        assertThat(problems())
                .containsExactly(
                        "unknown environment variable: 'ARKEEPER_PODNAME'; did you mean 'ARKEEPER_POD_NAME'?",
                        "unknown key in %s: 'colour'; known are %s"
                                .formatted(
                                        config.resolve("member.properties"),
                                        "auditLog, clientCnxns, clientPort, clusterDomain, controlPort, events, httpPort,"
                                                + " initTicks, leaderElectionPort, limits.connections,"
                                                + " limits.largeRequestBytes, limits.malformedPerSecond, limits.outstandingRequests,"
                                                + " limits.requestBytes, limits.sessionsPerSecond, limits.words,"
                                                + " logFormat, logLevel, purgeHours, serverPort,"
                                                + " service, snapRetain, syncTicks, tickTimeMs"),
                        "unknown key in %s: 'tickTimeMS'; did you mean 'tickTimeMs'?"
                                .formatted(config.resolve("member.properties")));
    }

    @Test
    void furtherKeysOfZooCfgThatAreTheMembersOwnAreRefused() throws IOException {
        member("service=s", "zooCfg.dataDir=/tmp", "zooCfg.snapCount=1");

        assertThat(problems())
                .containsExactly("extraConfig.dataDir is the member's own; remove it, the volume is mounted where the"
                        + " member expects it");
    }

    @Test
    void whoMayComeIsInTheEnvironment() throws IOException {
        member("service=peers");
        assertThat(read().auth()).isEqualTo(AuthSettings.NONE);

        environment.putAll(Map.of(
                "ARKEEPER_AUTH_KEYTAB", "/k/krb5.keytab",
                "ARKEEPER_AUTH_PRINCIPAL", "zk/_HOST@EXAMPLE.COM",
                "ARKEEPER_AUTH_REQUIRED", "true",
                "ARKEEPER_AUTH_QUORUM", "/q",
                "ARKEEPER_AUTH_QUORUM_USER", "m2",
                "ARKEEPER_AUTH_QUORUM_MODE", "offer"));
        assertThat(read().auth())
                .isEqualTo(new AuthSettings(
                        Optional.empty(),
                        Optional.of(new AuthSettings.Kerberos(
                                Path.of("/k/krb5.keytab"),
                                "zk/myzk-zookeeper-1.peers.prod.svc.cluster.local@EXAMPLE.COM",
                                config.resolve("krb5.conf"))),
                        true,
                        Optional.of(new AuthSettings.Quorum(Path.of("/q"), "m2", AuthSettings.Mode.OFFER))));
    }

    @Test
    void whoMayComeHasToBeKnownSomehow() throws IOException {
        member("service=peers");
        environment.put("ARKEEPER_AUTH_REQUIRED", "true");
        assertThat(problems())
                .containsExactly("ARKEEPER_AUTH_REQUIRED is true and no client could say who it is; set"
                        + " ARKEEPER_AUTH_USERS or ARKEEPER_AUTH_KEYTAB, or have clients show certificates");

        environment.put("ARKEEPER_AUTH_USERS", "/u");
        assertThat(read().auth().users()).contains(Path.of("/u"));

        environment.put("ARKEEPER_AUTH_KEYTAB", "/k");
        assertThat(problems())
                .containsExactly("ARKEEPER_AUTH_PRINCIPAL is '', expected SERVICE/HOST@REALM; set it to such as"
                        + " zookeeper/_HOST@EXAMPLE.COM");

        environment.put("ARKEEPER_AUTH_PRINCIPAL", "zk/zk.example@EXAMPLE.COM");
        assertThat(problems())
                .containsExactly(
                        "ARKEEPER_AUTH_USERS and ARKEEPER_AUTH_KEYTAB are both set, expected one of them, because"
                                + " a member speaks either DIGEST-MD5 or Kerberos; unset the other");
    }

    @Test
    void allProblemsAreReportedAtOnce() throws IOException {
        environment.remove("ARKEEPER_NAMESPACE");
        member("tickTimeMs=fast", "clientPort=2888", "snapRetain=2", "logLevel=LOUD");
        ensemble("servers=4");

        assertThat(problems())
                .containsExactly(
                        "environment variable ARKEEPER_NAMESPACE is missing; set it from the pod's metadata, as the"
                                + " chart does",
                        "serverPort is 2888, expected a port of its own; clientPort has it already: change one of them",
                        "tickTimeMs is 'fast', expected a whole number; use 2000",
                        "snapRetain is 2, expected 3 or more (ZooKeeper's own minimum); use 3",
                        "logLevel is 'LOUD', expected one of [ERROR, WARN, INFO, DEBUG]; use INFO",
                        "key 'service' is missing in member.properties; the chart writes it, mount its ConfigMap",
                        "servers is 4, expected 1, 3, 5 or 7; an even number costs speed and buys no safety: use 5");
    }

    @Test
    void aMissingConfigMapIsSaid() throws IOException {
        Files.delete(config.resolve("member.properties"));

        assertThat(problems().get(0))
                .startsWith(config.resolve("member.properties") + " cannot be read (")
                .endsWith("; mount the chart's ConfigMap there, or set ARKEEPER_CONFIG");
    }

    @Test
    void aPodThatIsNoStatefulSetsIsRefused() {
        environment.put("ARKEEPER_POD_NAME", "zookeeper");

        assertThat(problems())
                .containsExactly("pod name is 'zookeeper', expected a DNS label that ends in an ordinal, such as"
                        + " myzk-zookeeper-0; run the member as a StatefulSet's pod");
    }

    @Test
    void readsTlsFromTheEnvironment() {
        environment.put("ARKEEPER_TLS", "/etc/arkeeper-tls");
        environment.put("ARKEEPER_TLS_ENABLED", "true");
        environment.put("ARKEEPER_TLS_PLAINTEXT_CLIENTS", "true");
        environment.put("ARKEEPER_TLS_CLIENT_AUTH", "want");
        environment.put("ARKEEPER_SECURE_CLIENT_PORT", "3181");
        environment.put("ARKEEPER_HTTPS_PORT", "9443");

        assertThat(read().tls())
                .hasValue(new TlsSettings(
                        Path.of("/etc/arkeeper-tls"), true, true, TlsSettings.ClientAuth.WANT, 3181, 9443));
    }

    @Test
    void materialWithoutTlsIsKeptForThoseWhoStillSpeakIt() {
        environment.put("ARKEEPER_TLS", "/etc/arkeeper-tls");

        assertThat(read().tls())
                .hasValue(new TlsSettings(
                        Path.of("/etc/arkeeper-tls"), false, false, TlsSettings.ClientAuth.NEED, 2281, 8443));
    }

    @Test
    void tlsWithoutMaterialIsRefused() {
        environment.put("ARKEEPER_TLS_ENABLED", "true");

        assertThat(problems())
                .containsExactly(
                        "ARKEEPER_TLS_ENABLED is true and ARKEEPER_TLS is missing; mount the Secret with tls.crt,"
                                + " tls.key and ca.crt, and set ARKEEPER_TLS to where");
    }

    @Test
    void aPortOfTlsThatAnotherHasIsRefused() {
        environment.put("ARKEEPER_TLS", "/etc/arkeeper-tls");
        environment.put("ARKEEPER_HTTPS_PORT", "8080");

        assertThat(problems())
                .containsExactly(
                        "secureClientPort and httpsPort is 2281 and 8080, expected ports of their own; use 2281"
                                + " and 8443 unless another port has them");
    }

    @Test
    void sizesAreReadAnewEachTime() throws IOException {
        Topology before = new Topology("prod", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, 3, 1);
        ServersFile file = new ServersFile(config);
        assertThat(file.applyTo(before)).isEqualTo(before.withServers(5).withObservers(0));
        ensemble("servers=7", "observers=2");
        assertThat(file.applyTo(before)).isEqualTo(before.withServers(7).withObservers(2));
    }
}
