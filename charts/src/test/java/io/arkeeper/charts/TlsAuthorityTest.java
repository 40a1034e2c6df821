package io.arkeeper.charts;

import static io.arkeeper.charts.Release.MYZK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.arkeeper.core.tls.TlsMaterial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How one authority of the chart's follows another by plain upgrades, and nobody is a stranger to anybody at any time. */
class TlsAuthorityTest {

    private static final String MEMBERS = "myzk-zookeeper-tls";
    private static final String CLIENTS = "myzk-zookeeper-tls-client";
    private static final String AUTHORITY = "myzk-zookeeper-tls-ca";
    private static final Duration A_WHILE = Duration.ofMinutes(11);

    private final Upgrades upgrades = new Upgrades(MYZK);
    private final Instant start = Instant.now();
    private Instant now = start;

    /** What somebody has who took a Secret at some time, and did not look again. */
    private record Taken(TlsMaterial members, TlsMaterial clients) {

        boolean knows(Taken other) {
            return vouches(members, other.members)
                    && vouches(members, other.clients)
                    && vouches(clients, other.members);
        }

        private static boolean vouches(TlsMaterial judge, TlsMaterial judged) {
            TlsMaterial met = new TlsMaterial(judged.chain(), judged.key(), judge.authorities());
            return met.problems(List.of(), Instant.now()).isEmpty();
        }
    }

    private static String values(int authority) {
        return values("selfSignedAuthority: " + authority);
    }

    private static String values(String tls) {
        return "tls: {enabled: true, %s}".formatted(tls);
    }

    private String entry(String secret, String key) {
        String encoded =
                upgrades.secret(secret).getAsJsonObject("data").get(key).getAsString();
        return new String(Base64.getDecoder().decode(encoded), UTF_8);
    }

    private TlsMaterial material(String secret) {
        return TlsMaterial.read(entry(secret, "tls.crt"), entry(secret, "tls.key"), entry(secret, "ca.crt"));
    }

    private Taken upgraded(String values, Duration later) throws Exception {
        now = now.plus(later);
        upgrades.upgrade(values, now);
        return new Taken(material(MEMBERS), material(CLIENTS));
    }

    private String issuer(String secret) {
        return material(secret).certificate().getIssuerX500Principal().getName();
    }

    /** As charts before this left it: one authority, and nothing said of it. */
    private Taken beginWithASingleAuthority() throws Exception {
        upgraded(values(1), Duration.ZERO);
        JsonObject authority = upgrades.secret(AUTHORITY);
        authority.getAsJsonObject("data").keySet().removeIf(key -> !key.startsWith("tls."));
        for (String name : List.of(AUTHORITY, MEMBERS, CLIENTS)) {
            JsonObject secret = upgrades.secret(name);
            JsonObject annotations = secret.getAsJsonObject("metadata").getAsJsonObject("annotations");
            annotations.keySet().removeIf(key -> key.startsWith("arkeeper.io/authority"));
            if (!name.equals(AUTHORITY)) {
                secret.getAsJsonObject("data")
                        .add("ca.crt", authority.getAsJsonObject("data").get("tls.crt"));
            }
        }
        return new Taken(material(MEMBERS), material(CLIENTS));
    }

    private static void assertNeighboursKnowEachOther(List<Taken> walk) {
        for (int i = 1; i < walk.size(); i++) {
            Taken before = walk.get(i - 1);
            Taken after = walk.get(i);
            assertThat(after.knows(after))
                    .as("after step %d, among themselves", i)
                    .isTrue();
            assertThat(before.knows(after))
                    .as("who stays behind, of who took step %d", i)
                    .isTrue();
            assertThat(after.knows(before))
                    .as("who took step %d, of who stays behind", i)
                    .isTrue();
        }
    }

    @Test
    void whoIsOneStepBehind_knowsEverybodyAndIsKnown() throws Exception {
        List<Taken> walk = new ArrayList<>();
        for (int authority = 1; authority <= 5; authority++) {
            walk.add(upgraded(values(authority), A_WHILE));
            assertThat(issuer(MEMBERS)).isEqualTo("CN=myzk-zookeeper-ca-" + authority);
            assertThat(issuer(CLIENTS)).isEqualTo("CN=myzk-zookeeper-ca-" + authority);
            walk.add(upgraded(values(authority), A_WHILE)); // as happens between
        }

        assertNeighboursKnowEachOther(walk);
        assertThat(walk.getLast().knows(walk.getFirst()))
                .as("whether the first authority is believed for ever")
                .isFalse();
    }

    @Test
    void aReleaseOfBefore_gainsItsNextAuthorityBeforeAnythingElse() throws Exception {
        List<Taken> walk = new ArrayList<>(List.of(beginWithASingleAuthority()));

        assertThat(upgrades.problems(values(2), now.plus(A_WHILE)))
                .containsExactly(
                        "tls.selfSignedAuthority is 2, and ca.crt has no authority 2 yet, expected 1; upgrade with 1"
                                + " once, have clients take ca.crt, and set it to 2 then");
        walk.add(upgraded(values(1), A_WHILE));
        assertThat(walk.getLast().members().certificate())
                .isEqualTo(walk.getFirst().members().certificate());
        assertThat(walk.getFirst().members().authorities()).hasSize(1);
        assertThat(walk.getLast().members().authorities()).hasSize(2);
        walk.add(upgraded(values(2), A_WHILE));
        walk.add(upgraded(values(3), A_WHILE));

        assertNeighboursKnowEachOther(walk);
        assertThat(issuer(MEMBERS)).isEqualTo("CN=myzk-zookeeper-ca-3");
    }

    @Test
    void upgradesThatChangeNothing_leaveTheSecretsAsTheyAre() throws Exception {
        upgraded(values(7), Duration.ZERO);
        JsonObject members = upgrades.secret(MEMBERS).deepCopy();
        JsonObject authority = upgrades.secret(AUTHORITY).deepCopy();

        upgraded(values(7), Duration.ofDays(200));

        assertThat(upgrades.secret(MEMBERS)).isEqualTo(members);
        assertThat(upgrades.secret(AUTHORITY)).isEqualTo(authority);
    }

    @Test
    void certificatesAreRenewedByTheAuthorityThatIsThere() throws Exception {
        List<Taken> walk = new ArrayList<>(List.of(upgraded(values(1), Duration.ZERO)));
        walk.add(upgraded(values(1), Duration.ofDays(250)));
        walk.add(upgraded(values("selfSignedAuthority: 1, extraNames: [zk.example]"), Duration.ofDays(1)));

        assertNeighboursKnowEachOther(walk);
        assertThat(walk.stream().map(taken -> taken.members().serial()).distinct())
                .hasSize(3);
        assertThat(issuer(MEMBERS)).isEqualTo("CN=myzk-zookeeper-ca-1");
    }

    /** Helm applies one object after the other, and may be stopped between any two. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 2"})
    void anUpgradeThatIsStoppedHalfway_isDoneAgain(int authority, int applied) throws Exception {
        List<Taken> walk = new ArrayList<>();
        walk.add(authority == 1 ? beginWithASingleAuthority() : upgraded(values(1), A_WHILE));

        now = now.plus(A_WHILE);
        Manifest next = upgrades.render(values(authority), now);
        for (String name : List.of(MEMBERS, CLIENTS).subList(0, applied)) {
            upgrades.put(next.object("Secret/" + name), now);
        }
        walk.add(new Taken(material(MEMBERS), material(CLIENTS)));
        walk.add(upgraded(values(authority), Duration.ofMinutes(1)));
        walk.add(upgraded(values(authority + 1), A_WHILE));

        assertNeighboursKnowEachOther(walk);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    4 | 9  | tls.selfSignedAuthority is 4 less than ten minutes after the last change of ca.crt, expected 3 until all members have it; upgrade again later
                    5 | 11 | tls.selfSignedAuthority is 5 and authority 3 is in use, expected 3 or 4, because nobody knows another one; set it to 4 first
                    2 | 11 | tls.selfSignedAuthority is 2 and authority 3 is in use, expected 3 or 4, because nobody knows another one; set it to 3
                    """)
    void stepsThatWouldMakeStrangers_areRefused(int authority, int minutes, String problem) throws Exception {
        upgraded(values(2), Duration.ZERO);
        upgraded(values(3), A_WHILE);

        assertThat(upgrades.problems(values(authority), now.plus(Duration.ofMinutes(minutes))))
                .containsExactly(problem);
    }

    @Test
    void noCertificateOutlivesItsAuthority_andTheEndIsSaidInTime() throws Exception {
        upgraded(values(1), Duration.ZERO);
        assertThat(upgrades.notes(values(1), now.plus(Duration.ofDays(2400)))).doesNotContain("selfSignedAuthority");

        assertThat(upgrades.notes(values(1), now.plus(Duration.ofDays(2500))))
                .contains("WARNING: tls.selfSignedAuthority=1: that authority ends on "
                        + start.plus(Duration.ofDays(3650)).toString().substring(0, 10)
                        + ". Set it to 2 once all clients have taken the ca.crt that is there.");
        upgraded(values(1), Duration.ofDays(3600));
        assertThat(Duration.between(Instant.now(), material(MEMBERS).life().until())
                        .toDays())
                .isBetween(48L, 50L);
        assertThat(upgrades.problems(values(1), now.plus(Duration.ofDays(50))))
                .containsExactly("tls.selfSignedAuthority is 1, whose authority ends on "
                        + start.plus(Duration.ofDays(3650)).toString().substring(0, 10)
                        + ", expected one that lives; set it to 2");
        upgraded(values(2), Duration.ofDays(50));
        assertThat(upgrades.notes(values(2), now)).doesNotContain("selfSignedAuthority");
    }

    @Test
    void keysOfAuthoritiesThatIssueNoMore_areGone() throws Exception {
        upgraded(values(1), Duration.ZERO);
        String first = entry(AUTHORITY, "tls.key");
        String second = entry(AUTHORITY, "next.key");

        upgraded(values(2), A_WHILE);

        assertThat(entry(AUTHORITY, "tls.key")).isEqualTo(second);
        assertThat(upgrades.secret(AUTHORITY).toString())
                .doesNotContain(Base64.getEncoder().encodeToString(first.getBytes(UTF_8)));
    }
}
