package io.arkeeper.member;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.client.UserClients;
import io.arkeeper.member.testing.MemberProcess;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.testing.Kdc;
import io.arkeeper.testing.Planted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.kerberos.KerberosKey;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real member, a real KDC, and clients with tickets. */
final class KerberosIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String SERVICE = "zookeeper/" + TestNames.host(0);
    private static final String KRB5_CONF = "java.security.krb5.conf";

    @TempDir
    private Path root;

    private Kdc kdc;
    private Path mounted;
    private String properties = "";
    private final Planted planted = new Planted();

    @BeforeEach
    void realm() throws Exception {
        TestNames.lead("127.0.77.1");
        kdc = Kdc.make(root.resolve("kdc"), "127.0.77.99");
        System.setProperty(KRB5_CONF, kdc.krb5Conf().toString());
        mounted = Files.createDirectories(root.resolve("mounted")).resolve("krb5.keytab");
        put(kdc.keytab(SERVICE));
    }

    @AfterEach
    void end() {
        System.clearProperty(KRB5_CONF);
        Configuration.setConfiguration(null); // other tests' clients have no login
        if (kdc != null) {
            kdc.close();
        }
    }

    private void put(Path keytab) throws IOException {
        plant(keytab);
        Path next = Files.copy(keytab, mounted.resolveSibling("next"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, mounted, StandardCopyOption.ATOMIC_MOVE);
    }

    private void plant(Path keytab) {
        for (String principal : List.of(SERVICE, "somebody")) {
            for (KerberosKey key : KeyTab.getUnboundInstance(keytab.toFile())
                    .getKeys(new KerberosPrincipal(principal + "@" + Kdc.REALM))) {
                planted.bytes("a key of " + principal, key.getEncoded());
            }
        }
    }

    private MemberProcess start() throws IOException {
        return MemberProcess.start(
                root,
                Map.of(
                        "ARKEEPER_AUTH_KEYTAB",
                        mounted.toString(),
                        "ARKEEPER_AUTH_PRINCIPAL",
                        "zookeeper/_HOST@" + Kdc.REALM,
                        "ARKEEPER_AUTH_REQUIRED",
                        "true"),
                Map.of("krb5.conf", Files.readString(kdc.krb5Conf())),
                properties);
    }

    private static ZooKeeper open(Path keytab, String principal) throws IOException {
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return !name.equals("Client")
                        ? null
                        : new AppConfigurationEntry[] {
                            new AppConfigurationEntry(
                                    "com.sun.security.auth.module.Krb5LoginModule",
                                    LoginModuleControlFlag.REQUIRED,
                                    Map.of(
                                            "useKeyTab", "true",
                                            "keyTab", keytab.toString(),
                                            "principal", principal + "@" + Kdc.REALM,
                                            "doNotPrompt", "true",
                                            "refreshKrb5Config", "true"))
                        };
            }
        });
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty("zookeeper.server.principal", SERVICE + "@" + Kdc.REALM);
        return new ZooKeeper("127.0.77.1:2181", 10_000, event -> {}, config);
    }

    @Test
    void whoHasATicketMayCome_alsoWithTheNextKeys() throws Exception {
        Path app = kdc.keytab("app");
        kdc.start(Optional.empty());
        try (MemberProcess member = start().awaitReady()) {
            try (ZooKeeper zk = open(app, "app")) {
                assertThat(UserClients.outcome(zk)).as("%s", member.log()).isEqualTo(Code.OK);
                zk.create("/mine", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
                assertThat(zk.getACL("/mine", new Stat()).getFirst().getId().getId())
                        .isEqualTo("app@" + Kdc.REALM);
            }
            try (ZooKeeper nobody = new ZooKeeper("127.0.77.1:2181", 10_000, event -> {}, withoutSasl())) {
                assertThat(UserClients.outcome(nobody)).isEqualTo(Code.SESSIONCLOSEDREQUIRESASLAUTH);
            }
            await().atMost(DEADLINE)
                    .until(() -> member.log().contains("the KDC knows this member")
                            || !member.report().contains("\"warning\""));

            put(kdc.keytab(SERVICE)); // the KDC gives tickets for the new key from now on
            await().atMost(DEADLINE)
                    .until(() -> member.log().contains("uses the keys of Kerberos that were put in place: " + SERVICE));
            try (ZooKeeper zk = open(app, "app")) {
                assertThat(UserClients.outcome(zk)).as("%s", member.log()).isEqualTo(Code.OK);
            }

            Files.writeString(mounted, "no keytab");
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(member.report())
                    .contains("the keys of Kerberos that were put in place are refused, those before go on: " + mounted
                            + " is no keytab"));
            try (ZooKeeper zk = open(app, "app")) {
                assertThat(UserClients.outcome(zk)).as("%s", member.log()).isEqualTo(Code.OK);
            }
        }
    }

    @Test
    void theKeysAreNowhereButWhereTheyAreMounted() throws Exception {
        properties = "logLevel=DEBUG\nauditLog=true\n";
        Path app = kdc.keytab("app");
        kdc.start(Optional.empty());
        Map<String, String> said;
        try (MemberProcess member = start().awaitReady()) {
            try (ZooKeeper zk = open(app, "app")) {
                assertThat(UserClients.outcome(zk)).as("%s", member.log()).isEqualTo(Code.OK);
                zk.create("/mine", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            }
            put(kdc.keytab(SERVICE));
            await().atMost(DEADLINE)
                    .until(() -> member.log().contains("uses the keys of Kerberos that were put in place: " + SERVICE));
            put(kdc.keytab("somebody"));
            await().atMost(DEADLINE)
                    .until(() -> member.report().contains("the keys of Kerberos that were put in place are refused"));
            try (ZooKeeper zk = open(app, "app")) {
                assertThat(UserClients.outcome(zk)).as("%s", member.log()).isEqualTo(Code.OK);
            }
            said = member.everythingItSays();
        }

        assertThat(said).hasSizeGreaterThan(8);
        said.forEach((where, text) -> assertThat(planted.in(text))
                .as("what of the keytabs is in " + where)
                .isEmpty());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(root.resolve("kdc")))
                    .toList()) {
                List<String> found = planted.in(Files.readString(file, ISO_8859_1));
                if (file.startsWith(mounted.getParent())) {
                    assertThat(found).as("what the search finds in " + file).isNotEmpty();
                } else {
                    assertThat(found).as("what of the keytabs is in " + file).isEmpty();
                }
            }
        }
    }

    private static ZKClientConfig withoutSasl() {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        return config;
    }

    @Test
    void nobodyIsTheSuperuserByName() throws Exception {
        Path mighty = kdc.keytab("super");
        Path app = kdc.keytab("app");
        kdc.start(Optional.empty());
        properties = "zooCfg.kerberos.removeRealmFromPrincipal=true\n";
        try (MemberProcess member = start().awaitReady()) {
            try (ZooKeeper zk = open(app, "app")) {
                assertThat(UserClients.outcome(zk)).as("%s", member.log()).isEqualTo(Code.OK);
                zk.create("/mine", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
                assertThat(zk.getACL("/mine", new Stat()).getFirst().getId().getId())
                        .isEqualTo("app");
            }
            try (ZooKeeper zk = open(mighty, "super")) {
                assertThat(UserClients.outcome(zk)).isNotEqualTo(Code.OK);
            }
        }
    }

    @Test
    void aMemberServesWithoutAKdc_andSaysSo() throws Exception {
        try (MemberProcess member = start().awaitReady()) {
            await().atMost(DEADLINE).until(() -> member.log().contains("cannot be asked"));
            assertThat(member.report()).contains("clients that have tickets may come all the same");
        }
    }

    @Test
    void clocksThatDifferAreSaid() throws Exception {
        kdc.start(Optional.of("+1h"));
        try (MemberProcess member = start().awaitReady()) {
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(member.report())
                    .contains("the clock of this member and that of the KDC differ by more than krb5.conf's"));
        }
    }

    @Test
    void keysThatTheKdcNoLongerHasAreSaid() throws Exception {
        kdc.keytab(SERVICE); // which gives it others
        kdc.start(Optional.empty());
        try (MemberProcess member = start().awaitReady()) {
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(member.report())
                    .contains("the KDC has another key for " + SERVICE + "@" + Kdc.REALM));
        }
    }

    @Test
    void aMemberDoesNotStartWithAKeytabThatCannotBeUsed() throws Exception {
        Files.delete(mounted);
        try (MemberProcess member = start()) {
            assertThat(member.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION.number());
            assertThat(member.log())
                    .contains(
                            "the keytab cannot be used: %s cannot be read (NoSuchFileException); the Secret needs the key krb5.keytab, readable by the member"
                                    .formatted(mounted));
        }
        put(kdc.keytab("somebody"));
        try (MemberProcess member = start()) {
            assertThat(member.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION.number());
            assertThat(member.log()).contains("has no key for " + SERVICE + "@" + Kdc.REALM);
        }
    }
}
