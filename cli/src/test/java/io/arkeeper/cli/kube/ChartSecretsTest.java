package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ChartSecrets.Renewal;
import io.arkeeper.cli.local.release.Tree;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChartSecretsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1000);
    private static final String RENDERED = """
            kind: Secret
            metadata: {name: zk-tls, annotations: {arkeeper.io/tls: members, arkeeper.io/authority: "1", arkeeper.io/issued-for: aaa, arkeeper.io/renew-after: "9000"}}
            data: {tls.key: b25l}
            ---
            kind: Secret
            metadata: {name: zk-tls-ca, annotations: {arkeeper.io/tls: authority, arkeeper.io/authority: "1", arkeeper.io/authority-next-ends: "99000"}}
            data: {tls.key: b25l}
            """;
    private static final Manifest MANIFEST = Manifest.of(RENDERED);

    private static List<Renewal> due(Manifest wanted, String... there) {
        Map<String, Tree> live = new LinkedHashMap<>();
        for (String objects : there) {
            Manifest.of(objects)
                    .ofKind("Secret")
                    .forEach(secret -> live.put(secret.tree("metadata").requiredText("name"), secret));
        }
        return ChartSecrets.due(MANIFEST, wanted, name -> Optional.ofNullable(live.get(name)), NOW);
    }

    @Test
    void whatIsGoodStays() {
        assertThat(due(MANIFEST, RENDERED)).isEmpty();
    }

    @Test
    void whatHasTwoThirdsOfItsLifeBehindItIsMadeAnew() {
        assertThat(due(MANIFEST, RENDERED.replace("9000", "1000")))
                .containsExactly(new Renewal("zk-tls", "two thirds of its life were over at 1970-01-01T00:16:40Z"));
        assertThat(due(MANIFEST, RENDERED.replace("9000", "1001"))).isEmpty();
        assertThat(due(MANIFEST, RENDERED.replace("9000", "by hand"))).hasSize(1);
    }

    @Test
    void whatIsForOthersIsMadeAnew() {
        assertThat(due(Manifest.of(RENDERED.replace("aaa", "bbb")), RENDERED))
                .containsExactly(new Renewal("zk-tls", "other names or another number of days are wanted"));
    }

    @Test
    void whatAnotherAuthorityIsToIssueIsMadeAnew() {
        String second = RENDERED.replace("arkeeper.io/authority: \"1\"", "arkeeper.io/authority: \"2\"");

        assertThat(due(Manifest.of(second), RENDERED))
                .containsExactly(
                        new Renewal("zk-tls", "authority 2 issues from now on"),
                        new Renewal("zk-tls-ca", "authority 2 issues from now on"));
        assertThat(due(MANIFEST, RENDERED.replaceAll(", arkeeper.io/authority[a-z-]*: \"[0-9]+\"", "")))
                .as("as charts before made them")
                .containsExactly(new Renewal(
                        "zk-tls-ca", "there is no next authority yet; give clients the ca.crt that has it"));
    }

    @Test
    void whereTheAuthorityIsGoneEverythingIsMadeAnew() {
        String members = RENDERED.substring(0, RENDERED.indexOf("---"));
        String authority = RENDERED.substring(RENDERED.indexOf("---") + 4);

        assertThat(due(MANIFEST, members))
                .containsExactly(
                        new Renewal("zk-tls", "the authority is; give clients the new one"),
                        new Renewal("zk-tls-ca", "it is gone"));
        assertThat(due(MANIFEST, authority)).containsExactly(new Renewal("zk-tls", "it is gone"));
    }

    @Test
    void whatTheChartHasNotMadeOrMakesForTheFirstTimeIsNotItsToRenew() {
        assertThat(ChartSecrets.due(
                        Manifest.of("kind: ConfigMap\nmetadata: {name: a}"), MANIFEST, name -> Optional.empty(), NOW))
                .isEmpty();
        assertThat(due(Manifest.of("kind: Secret\nmetadata: {name: zk-tls}"), RENDERED.replace("9000", "1")))
                .isEmpty();
    }

    @Test
    void renderingsOfTheSameValuesAreTheSame() {
        Manifest again = Manifest.of(RENDERED.replace("b25l", "dHdv").replace("9000", "9001"));

        assertThat(MANIFEST.equalsTo(again)).isTrue();
        assertThat(MANIFEST.equalsTo(Manifest.of(RENDERED.replace("aaa", "bbb"))))
                .isFalse();
    }
}
