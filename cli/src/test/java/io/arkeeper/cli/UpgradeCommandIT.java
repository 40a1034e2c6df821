package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.testing.FakeCluster;
import io.arkeeper.cli.testing.HelmSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code upgrade} shows and refuses: the chart and Helm's own rendering, a hand-made cluster. */
final class UpgradeCommandIT {

    private static final Path CHART = Path.of("..", "charts", "zookeeper").toAbsolutePath();
    private static final Instant LONG_AGO = Instant.parse("2026-11-23T11:00:00Z");
    private static final Map<String, Object> VALUES = Map.of("tls", Map.of("enabled", true));

    private static String manifest;

    @TempDir
    private Path state;

    private FakeCluster cluster;

    @BeforeAll
    static void render() throws IOException {
        manifest = rendered(VALUES);
    }

    private static String rendered(Map<String, Object> values) throws IOException {
        return new ChartRenderer(CHART, Optional.empty())
                .render("myzk", "prod", new ChartValues(List.of(JSON.std.asString(values))));
    }

    @BeforeEach
    void install() {
        cluster = FakeCluster.installed(new HelmSecret(1, "deployed", LONG_AGO, VALUES, manifest))
                .withSecretsOf(Manifest.of(manifest));
    }

    private Run run(String line) {
        return Run.of(Run.withCluster(state, CHART, cluster, ""), line.split(" "));
    }

    private static Run shown(String... lines) {
        return new Run(ExitCode.OK, String.join("\n", lines) + "\n", "");
    }

    @Test
    void whatTheChartMadeIsNoChange() {
        assertThat(run("upgrade --dry-run")).isEqualTo(shown("nothing changes"));
    }

    @Test
    void certificatesThatAreDueAreMadeAnew() {
        cluster.annotating("myzk-zookeeper-tls", "arkeeper.io/renew-after", "1790000000");

        assertThat(run("upgrade --dry-run"))
                .isEqualTo(shown(
                        "~ Secret/myzk-zookeeper-tls: made anew, because two thirds of its life were over at"
                                + " 2026-09-21T14:13:20Z",
                        "no pod restarts"));
        assertThat(run("upgrade").out())
                .endsWith("This changes myzk in namespace prod of context admin.\nGo on? [y/N] ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.selfSignedDays=30", "tls.extraNames[0]=zk.example.com"})
    void valuesThatOnlyCertificatesShowAreTaken(String assignment) {
        assertThat(run("upgrade --dry-run --set " + assignment))
                .isEqualTo(shown(
                        "~ Secret/myzk-zookeeper-tls: made anew, because other names or another number of days are wanted",
                        "~ Secret/myzk-zookeeper-tls-client: made anew, because other names or another number of days"
                                + " are wanted",
                        "no pod restarts"));
    }

    @Test
    void valuesThatNoObjectShowsAreTaken() {
        assertThat(run("upgrade --dry-run --set test.enabled=false"))
                .isEqualTo(shown("no pod restarts", "the values are noted, no object changes by them"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade --yes", "upgrade --dry-run"})
    void aSecretThatMembersWouldRefuseIsRefusedBefore(String command) {
        cluster.put("/api/v1/namespaces/prod/secrets/users", "metadata: {name: users}\ndata: {jane: c2hvcnQ=}");

        Run run = run(command + " --set tls.existingSecret=corp,auth.users.existingSecret=users");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(
                        "error: tls: there is no Secret corp, members wait for it; make it with the keys tls.crt, tls.key and"
                                + " ca.crt; nothing was changed\nerror: auth: Secret users: ")
                .contains("jane");
        assertThat(cluster.done()).isEmpty();
    }

    @Test
    void scaleRefusesSuchASecretToo() throws IOException {
        Map<String, Object> values = Map.of("auth", Map.of("users", Map.of("existingSecret", "users")));
        cluster = FakeCluster.installed(new HelmSecret(1, "deployed", LONG_AGO, values, rendered(values)));

        Run run = run("scale 5");

        assertThat(run)
                .isEqualTo(new Run(
                        ExitCode.BAD_INPUT,
                        "",
                        "error: auth: there is no Secret users, members wait for it; make it with a key for each user, whose"
                                + " value is the password; nothing was changed\n"));
    }

    @Test
    void addressesByWhichMembersKnowEachOtherStay_untilTheyKnowEachOther() {
        String command = "upgrade --dry-run --set clusterDomain=dc.example";

        assertThat(run(command).err())
                .startsWith("error: clusterDomain is cluster.local and would become dc.example, but ");

        for (int ordinal = 0; ordinal < 3; ordinal++) {
            cluster.saying(
                    "myzk-zookeeper-" + ordinal,
                    "/api/v1/member",
                    new HttpGet.Answer(
                            200,
                            "{\"name\":\"myzk-zookeeper-%d\",\"id\":%d,\"state\":\"ASKING_PEERS\",\"ready\":false}"
                                    .formatted(ordinal, ordinal + 1)));
        }
        assertThat(run(command).exitCode()).isEqualTo(ExitCode.OK);
    }
}
