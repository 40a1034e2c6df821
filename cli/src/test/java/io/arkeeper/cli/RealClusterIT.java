package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.kube.Fabric8Cluster;
import io.arkeeper.cli.kube.Kubeconfig;
import io.arkeeper.cli.kube.KubeconfigFiles;
import io.arkeeper.cli.kube.PodProcess;
import io.arkeeper.cli.local.MemberDistribution;
import io.arkeeper.cli.local.StateHome;
import io.arkeeper.cli.local.release.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands on the cluster that KUBECONFIG names, each in a namespace of its own, which is gone afterwards.
 *
 * <p>The cluster needs three nodes, the image of the chart's defaults, and a default storage class.
 */
final class RealClusterIT {

    private static final List<String> SMALL = List.of(
            "--set", "heap=512M,storage=1Gi", "--set", "resources.requests.cpu=100m,resources.requests.memory=700Mi");

    @TempDir
    private Path state;

    private final String namespace =
            "kube-it-%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    private Kubeconfig kubeconfig;
    private Cluster cluster;

    @BeforeEach
    void connect() {
        if (System.getenv("KUBECONFIG") == null) {
            System.err.println("RealClusterIT is SKIPPED: set KUBECONFIG to a cluster of three nodes to run it");
            Assumptions.abort("KUBECONFIG is not set");
        }
        kubeconfig = new KubeconfigFiles(System.getenv(), state).read(Optional.empty(), Optional.empty());
        cluster = new Fabric8Cluster(kubeconfig);
        cluster.post("/api/v1/namespaces", Map.of("metadata", Map.of("name", namespace)));
    }

    @AfterEach
    void cleanUp() {
        if (cluster != null) {
            cluster.delete("/api/v1/namespaces/" + namespace);
            cluster.close();
        }
    }

    private Run run(String typed, List<String> words) {
        return run(new KubeconfigFiles(System.getenv(), state), typed, words);
    }

    private Run run(KubeconfigFiles kubeconfigs, String typed, List<String> words) {
        Surroundings surroundings = new Surroundings(
                new Installation(
                        "arkeeper",
                        Path.of("..", "charts", "zookeeper"),
                        new MemberDistribution(Path.of("no-member")),
                        library()),
                new StateHome(state),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                false,
                kubeconfigs,
                Fabric8Cluster::new);
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("-n", namespace));
        Run run = Run.of(surroundings, all.toArray(String[]::new));
        System.out.printf(
                "$ arkeeper %s%n%s%s(exit code %d)%n", String.join(" ", all), run.out(), run.err(), run.exitCode());
        return run;
    }

    private Run run(String... words) {
        return run("", List.of(words));
    }

    private Run withSmallValues(String... words) {
        List<String> all = new ArrayList<>(SMALL);
        all.addFirst(words[0]);
        all.addAll(List.of(words).subList(1, words.length)); // later ones win
        return run("", all);
    }

    private static Optional<Path> library() {
        try (Stream<Path> found = Files.list(Path.of("target", "dist", "native"))) {
            return found.filter(file -> file.toString().endsWith(".so")).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    void theWholeLifeOfAnEnsemble() throws Exception {
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(withSmallValues("preflight").exitCode()).isEqualTo(ExitCode.OK);

        Run installed = withSmallValues("install");
        assertThat(installed.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(installed.out()).contains("a write through myzk-zookeeper-", "3 of 3 voters serve");
        assertThat(withSmallValues("install").out()).startsWith("myzk is installed in namespace " + namespace);
        assertThat(run("install", "--set", "servers=5").exitCode()).isEqualTo(ExitCode.ALREADY_RUNNING);

        assertThat(run("status").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run("upgrade", "--dry-run").out()).isEqualTo("nothing changes\n");
        Run upgraded = run("upgrade", "--yes", "--set", "logLevel=DEBUG");
        assertThat(upgraded.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(upgraded.out())
                .contains("restart one after another: myzk-zookeeper-2, myzk-zookeeper-1, myzk-zookeeper-0");
        assertThat(run("upgrade", "--yes", "--set", "storage=500Mi").exitCode()).isEqualTo(ExitCode.BAD_INPUT);

        Run rolled = run("roll");
        assertThat(rolled.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(rolled.out()).containsOnlyOnce("the leader, last of all");

        Run drill = run("drill", "--yes");
        assertThat(drill.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(drill.out()).contains("Nothing was lost.");

        zkCli("myzk-zookeeper-0", "create", "/kept", "bar");
        assertThat(run("uninstall").out()).contains("Its data is kept in datadir-myzk-zookeeper-0");
        Run again = withSmallValues("install");
        assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).contains("its data comes back");
        assertThat(zkCli("myzk-zookeeper-1", "get", "/kept")).contains("bar");

        assertThat(run("uninstall", "--delete-data", "--yes").out()).contains("Deleted datadir-myzk-zookeeper-0");
        assertThat(run("doctor").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void votersAndObserversComeAndGo_andNobodyWhoStaysIsRestarted() {
        assertThat(withSmallValues("install", "--set", "antiAffinity=soft,observers=1,rbac.events=true")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
        String first = uid("myzk-zookeeper-0");
        String observer = uid("myzk-zookeeper-observer-0");

        Run grown = run("scale", "5");
        assertThat(grown.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(grown.out()).contains("5 of 5 voters serve", "The only observer serves.");
        Run shrunk = run("scale", "1", "--observers", "2");
        assertThat(shrunk.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(shrunk.out()).contains("the only voter serves", "2 of 2 observers serve.");
        assertThat(run("scale", "3", "--observers", "1").exitCode()).isEqualTo(ExitCode.OK);

        assertThat(uid("myzk-zookeeper-0")).isEqualTo(first);
        assertThat(uid("myzk-zookeeper-observer-0")).isEqualTo(observer);
        assertThat(events("MemberAdded")).anyMatch(message -> message.startsWith("adding myzk-zookeeper-4 (id 5) as"));
        assertThat(run("scale", "4").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        run("uninstall", "--delete-data", "--yes");
    }

    private String uid(String pod) {
        return cluster.get("/api/v1/namespaces/%s/pods/%s".formatted(namespace, pod))
                .orElseThrow()
                .tree("metadata")
                .requiredText("uid");
    }

    private List<String> events(String reason) {
        return cluster.list("/api/v1/namespaces/%s/events".formatted(namespace)).stream()
                .filter(event -> event.text("reason").equals(Optional.of(reason)))
                .map(event -> event.text("message").orElse(""))
                .toList();
    }

    @Test
    void aPodThatCannotBeScheduledSaysWhy_andTheSameCommandGoesOn() {
        Run stuck =
                withSmallValues("install", "--skip-preflight", "--timeout", "8", "--set", "resources.requests.cpu=99");

        assertThat(stuck.exitCode()).isEqualTo(ExitCode.TOO_LATE);
        assertThat(stuck.err()).contains("no node takes it: ", "Insufficient cpu");
        assertThat(run("doctor").out()).contains("no node has so much CPU free: lower resources.requests.cpu");
        assertThat(run("upgrade", "--yes", "--set", "resources.requests.cpu=100m", "--timeout", "120")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
        run("uninstall", "--delete-data", "--yes");
    }

    @Test
    void aWrongImageSaysWhy() {
        Run stuck = withSmallValues(
                "install", "--timeout", "15", "--set", "image.tag=none,image.registry=registry.invalid");

        assertThat(stuck.exitCode()).isEqualTo(ExitCode.TOO_LATE);
        assertThat(stuck.err()).contains("the image registry.invalid/arkeeper/zookeeper:none cannot be pulled: ");
        run("uninstall", "--delete-data", "--yes");
    }

    @Test
    void anInstallationThatHelmWasInterruptedInGoesOn() {
        assertThat(withSmallValues("install").exitCode()).isEqualTo(ExitCode.OK);
        // what is left where the process is killed between Helm's first write and its last
        Map<String, Object> labels = Map.of("status", "pending-install");
        cluster.patch(
                "/api/v1/namespaces/%s/secrets/sh.helm.release.v1.myzk.v1".formatted(namespace),
                Map.of("metadata", Map.of("labels", labels), "data", Map.of("release", pending())));

        assertThat(run("status").out()).contains("Its installation was begun at ");
        Run again = withSmallValues("install");
        assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(again.out()).contains("cleaning up an earlier attempt (its volume claims stay)");
        run("uninstall", "--delete-data", "--yes");
    }

    private String pending() {
        Tree secret = cluster.get("/api/v1/namespaces/%s/secrets/sh.helm.release.v1.myzk.v1".formatted(namespace))
                .orElseThrow();
        return HelmSecrets.withStatus(secret.tree("data").requiredText("release"), "pending-install");
    }

    @Test
    void missingRightsAreNamed() throws IOException {
        KubeconfigFiles reader = withToken(tokenOf("reader"));

        assertThat(run(reader, "", List.of("status")).err())
                .isEqualTo(
                        "error: user 'system:serviceaccount:%1$s:reader' of context 'it' has no right to list statefulsets.apps in namespace %1$s; ask for a Role that allows it\n"
                                .formatted(namespace));
        Run preflight = run(reader, "", List.of("preflight"));
        assertThat(preflight.exitCode()).isEqualTo(ExitCode.CLUSTER_UNFIT);
        assertThat(preflight.out()).contains("fail  rights", "statefulsets.apps", "`zk` needs to create pods/exec");
        assertThat(run(withToken("nonsense"), "", List.of("status")).exitCode()).isEqualTo(ExitCode.CLUSTER_DENIED);
    }

    @Test
    void helmComesInWithATokenAndByAPlugIn() throws IOException {
        String token = tokenOf("installer");
        cluster.post(
                "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings".formatted(namespace),
                Map.of(
                        "metadata",
                        Map.of("name", "installer"),
                        "roleRef",
                        Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", "admin"),
                        "subjects",
                        List.of(Map.of("kind", "ServiceAccount", "name", "installer", "namespace", namespace))));
        Path plugIn = Files.writeString(state.resolve("plug-in"), """
                #!/bin/sh
                echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "%s"}}'
                """.formatted(token));
        Files.setPosixFilePermissions(plugIn, PosixFilePermissions.fromString("rwx------"));
        Map<String, Object> exec = Map.of(
                "apiVersion",
                "client.authentication.k8s.io/v1",
                "command",
                plugIn.toString(),
                "interactiveMode",
                "Never");

        for (KubeconfigFiles installer : List.of(withToken(token), withUser(Map.of("exec", exec)))) {
            List<String> install = new ArrayList<>(List.of("install"));
            install.addAll(SMALL);
            install.addAll(List.of("--set", "servers=1"));
            Run installed = run(installer, "", install);
            assertThat(installed.exitCode()).as(installed.err()).isEqualTo(ExitCode.OK);
            assertThat(installed.out()).contains("the only voter serves");
            Run upgraded = run(installer, "", List.of("upgrade", "--yes", "--set", "podAnnotations.changed=yes"));
            assertThat(upgraded.exitCode()).as(upgraded.err()).isEqualTo(ExitCode.OK);
            assertThat(run(installer, "", List.of("uninstall", "--delete-data", "--yes"))
                            .exitCode())
                    .isEqualTo(ExitCode.OK);
        }
    }

    private String tokenOf(String account) {
        cluster.post(
                "/api/v1/namespaces/%s/serviceaccounts".formatted(namespace),
                Map.of("metadata", Map.of("name", account)));
        return cluster.post(
                        "/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, account),
                        Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest", "spec", Map.of()))
                .tree("status")
                .requiredText("token");
    }

    private KubeconfigFiles withToken(String token) throws IOException {
        return withUser(Map.of("token", token));
    }

    private KubeconfigFiles withUser(Map<String, Object> user) throws IOException {
        Tree own = Tree.of("kubeconfig", JSON.std.mapFrom(kubeconfig.document()));
        Map<String, Object> server =
                own.trees("clusters").getFirst().tree("cluster").asMap();
        Path file = Files.createTempFile(state, "kubeconfig", ".json");
        Files.writeString(
                file,
                JSON.std.asString(Map.of(
                        "clusters", List.of(Map.of("name", "c", "cluster", server)),
                        "users", List.of(Map.of("name", "u", "user", user)),
                        "contexts", List.of(Map.of("name", "it", "context", Map.of("cluster", "c", "user", "u"))),
                        "current-context", "it")));
        return new KubeconfigFiles(Map.of("KUBECONFIG", file.toString()), state);
    }

    @Test
    void aStatefulSetThatSomebodyScaledIsNoticedAndMended() {
        assertThat(withSmallValues("install").exitCode()).isEqualTo(ExitCode.OK);
        cluster.patch(
                "/apis/apps/v1/namespaces/%s/statefulsets/myzk-zookeeper".formatted(namespace),
                Map.of("spec", Map.of("replicas", 2)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(run("status").exitCode()).isEqualTo(ExitCode.NO_SPARE));
        assertThat(run("doctor").out())
                .contains("The StatefulSet was edited by hand: replicas is 2, the release says 3.");
        assertThat(run("upgrade", "--yes").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.OK);
        run("uninstall", "--delete-data", "--yes");
    }

    /** The ConfigMap says the number of the values all the time: members go by their StatefulSet. */
    @Test
    void votersFollowWhatKubectlScales_andTheNextUpgradeSetsTheirNumberAgain() {
        assertThat(withSmallValues("install", "--set", "antiAffinity=soft").exitCode())
                .isEqualTo(ExitCode.OK);
        String first = uid("myzk-zookeeper-0");

        kubectlScale(5);
        awaitStatus("5 of 5 voters serve");
        assertThat(run("doctor").out())
                .contains("The StatefulSet was edited by hand: replicas is 5, the release says 3.");
        kubectlScale(3);
        awaitStatus("3 of 3 voters serve");
        assertThat(run("doctor").out()).doesNotContain("edited by hand");

        kubectlScale(5);
        awaitStatus("5 of 5 voters serve");
        Run upgraded = run("upgrade", "--yes");
        assertThat(upgraded.exitCode()).as(upgraded.err()).isEqualTo(ExitCode.OK);
        assertThat(upgraded.out())
                .contains("edited by hand, will be as in the chart again: replicas", "3 of 3 voters serve");
        assertThat(uid("myzk-zookeeper-0")).isEqualTo(first);
        run("uninstall", "--delete-data", "--yes");
    }

    /** As {@code kubectl scale} does it. */
    private void kubectlScale(int replicas) {
        cluster.patch(
                "/apis/apps/v1/namespaces/%s/statefulsets/myzk-zookeeper/scale".formatted(namespace),
                Map.of("spec", Map.of("replicas", replicas)));
    }

    private void awaitStatus(String sentence) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(run("status").out()).contains(sentence));
    }

    @Test
    void aLostMajorityIsRecoveredFromTheDiskThatIsLeft() throws Exception {
        assertThat(withSmallValues("install").exitCode()).isEqualTo(ExitCode.OK);
        zkCli("myzk-zookeeper-1", "create", "/foo", "bar");
        assertThat(run("recover", "--yes").exitCode()).isEqualTo(ExitCode.BAD_INPUT);

        for (int lost = 0; lost < 2; lost++) {
            cluster.delete("/api/v1/namespaces/%s/persistentvolumeclaims/datadir-myzk-zookeeper-%d"
                    .formatted(namespace, lost));
            cluster.delete("/api/v1/namespaces/%s/pods/myzk-zookeeper-%d".formatted(namespace, lost));
        }
        Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(
                        run("doctor").out())
                .contains("no leader can be elected", "arkeeper recover"));
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.NO_QUORUM);

        Run recovered = run("recover", "--yes");
        assertThat(recovered.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(recovered.out()).contains("myzk-zookeeper-2 becomes the only voter", "all members serve again");
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(zkCli("myzk-zookeeper-0", "get", "/foo")).contains("bar");
        run("uninstall", "--delete-data", "--yes");
    }

    @Test
    void aDamagedDatabaseIsNamed_andFilledAgain() throws Exception {
        assertThat(withSmallValues("install").exitCode()).isEqualTo(ExitCode.OK);
        zkCli("myzk-zookeeper-0", "create", "/foo", "bar");
        exec(
                "myzk-zookeeper-1",
                "sh",
                "-c",
                "for log in $(find /var/lib/zookeeper -name 'log.*'); do"
                        + " echo damage | dd of=$log bs=1 seek=100 conv=notrunc; done");
        cluster.delete("/api/v1/namespaces/%s/pods/myzk-zookeeper-1".formatted(namespace));
        Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(
                        run("doctor").out())
                .contains("at byte ", "arkeeper member resync myzk-zookeeper-1"));
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.NO_SPARE);

        Run resynced = run("member", "resync", "myzk-zookeeper-1");
        assertThat(resynced.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(resynced.out()).contains("myzk-zookeeper-1 serves again");
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(zkCli("myzk-zookeeper-1", "get", "/foo")).contains("bar");
        run("uninstall", "--delete-data", "--yes");
    }

    private String zkCli(String pod, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("/opt/zookeeper/bin/zkCli.sh"));
        command.addAll(List.of(words));
        return exec(pod, command.toArray(String[]::new));
    }

    private String exec(String pod, String... command) throws Exception {
        try (PodProcess process = cluster.exec(new PodName(namespace, pod), List.of(command))) {
            process.input().close();
            return new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
