package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.LocalEnsemble;
import io.arkeeper.cli.local.MemberDistribution;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodNetwork;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.pod.PodState;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.member.database.VolumeLayout;
import io.arkeeper.testing.ClientFiles;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooKeeper;

/** A release {@code zk} of the chart on 127.0.211.N, with faults at hand and deadlines on everything. */
public final class TestEnsemble implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Duration QUESTION = Duration.ofSeconds(1);
    private static final int HTTP = 8080;

    private final LocalEnsemble pods;
    private final String manifest;
    private Map<String, String> memberProperties;

    private TestEnsemble(LocalEnsemble pods, String manifest) {
        this.pods = pods;
        this.manifest = manifest;
        this.memberProperties = pods.release().memberProperties();
    }

    /** Ready to start. */
    static TestEnsemble of(Path root, TestRelease release) {
        return of(
                root,
                release,
                QuickMember.of(
                        Path.of(System.getProperty("arkeeper.member")),
                        Path.of("target", "quick-member"),
                        TestEnsemble::rehearse));
    }

    private static TestEnsemble of(Path root, TestRelease release, MemberDistribution member) {
        String manifest = release.manifest();
        return new TestEnsemble(
                new LocalEnsemble(release.read(manifest), member, new InstanceDirectory(root), release.network()),
                manifest);
    }

    /** Three members of a distribution start, elect, lose a leader, serve a client, and end. */
    private static void rehearse(MemberDistribution member) {
        try {
            Path root = Files.createTempDirectory(member.home(), "rehearsal-");
            try (TestEnsemble ensemble = of(root, TestRelease.WITH_DEFAULT_TICKS, member)) {
                ensemble.pods.start();
                ensemble.awaitReady();
                try (ZooKeeper client = connect(ensemble.clients())) {
                    client.exists("/", false);
                }
                String former = ensemble.leader();
                ensemble.stop(former);
                ensemble.stop(ensemble.leaderOtherThan(former));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the members do not rehearse", e);
        }
    }

    /** Started, all members ready. */
    static TestEnsemble started(Path root, TestRelease release) {
        TestEnsemble ensemble = of(root, release);
        ensemble.pods.start();
        ensemble.awaitReady();
        return ensemble;
    }

    /** The same with nothing special about it. */
    static TestEnsemble started(Path root, int servers) {
        return started(root, TestRelease.of(servers));
    }

    /** The same with other values of the chart. */
    static TestEnsemble started(Path root, int servers, String moreValues) {
        return started(root, TestRelease.of(servers).with(moreValues));
    }

    /** With pods and names for {@code most}, of which {@code servers} belong to it, are started and ready. */
    public static TestEnsemble started(Path root, int servers, int most) {
        return started(root, servers, TestRelease.of(most), Optional.empty());
    }

    /** The same, in another network and on other volumes, where there are such. */
    public static TestEnsemble started(
            Path root, int servers, int most, Optional<? extends PodNetwork> network, Optional<SmallVolumes> volumes) {
        TestRelease release = TestRelease.of(most);
        return started(root, servers, network.isPresent() ? release.in(network.get()) : release, volumes);
    }

    private static TestEnsemble started(Path root, int servers, TestRelease release, Optional<SmallVolumes> volumes) {
        TestEnsemble ensemble = of(root, release);
        ensemble.scale(servers);
        volumes.ifPresent(ensemble::mount);
        ensemble.names().subList(0, servers).forEach(ensemble.pods::start);
        ensemble.awaitReady(servers);
        return ensemble;
    }

    private void mount(SmallVolumes volumes) {
        try {
            for (String pod : names()) {
                volumes.mount(pods.data(pod));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes how many are wanted, and nothing else: no pod is started or stopped. */
    public void scale(int servers) {
        pods.change("ensemble.properties", "servers=%d\n".formatted(servers));
    }

    /** The same with observers. */
    void scale(int servers, int observers) {
        pods.change("ensemble.properties", "servers=%d\nobservers=%d\n".formatted(servers, observers));
    }

    /** Waits until these pods, and no others, observe, as each of the voters says. */
    void awaitObservers(String... observers) {
        Set<String> wanted = Set.of(observers);
        for (String pod : pods.release().voters()) {
            eventually(pod + " knows observers " + wanted, () -> ask(pod).flatMap(MemberView::config)
                    .filter(config -> config.observers().stream()
                            .map(id -> config.seats().get(id).podName())
                            .collect(Collectors.toSet())
                            .equals(wanted)));
        }
    }

    /** Waits until a member says of itself that it is ready in a role. */
    void awaitRole(String pod, String role) {
        eventually(pod + " is a ready " + role, () -> ask(pod).filter(
                        view -> view.ready() && view.role().equals(role)));
    }

    /** Waits until the first {@code servers} pods are ready, whatever the others do. */
    public void awaitReady(int servers) {
        List<String> wanted = names().subList(0, servers);
        pods.await("the first %d are ready".formatted(servers), DEADLINE, all -> all.stream()
                .filter(status -> wanted.contains(status.pod()))
                .allMatch(PodStatus::isReady));
    }

    /** What members read when they start. */
    public Map<String, String> memberProperties() {
        return memberProperties;
    }

    /** Changes what members read when they start, and nothing else: no pod is restarted. */
    public void changeMemberProperties(UnaryOperator<Map<String, String>> change) {
        memberProperties = Map.copyOf(change.apply(memberProperties));
        String text = memberProperties.entrySet().stream()
                .map(entry -> "%s=%s\n".formatted(entry.getKey(), entry.getValue()))
                .sorted()
                .collect(Collectors.joining());
        pods.change("member.properties", text);
    }

    /** Waits until the first {@code servers} pods have started, and the others have ended. */
    public void awaitSettled(int servers) {
        List<String> wanted = names().subList(0, servers);
        pods.await("only the first %d run".formatted(servers), DEADLINE, all -> all.stream()
                .allMatch(status -> wanted.contains(status.pod())
                        ? status.state() == PodState.RUNNING || status.state() == PodState.READY
                        : !status.state().hasProcess()));
    }

    /** Waits until the first {@code servers} pods are the voters, as each of these says. */
    public void awaitVoters(int servers) {
        Set<MemberId> wanted =
                IntStream.range(0, servers).mapToObj(MemberId::ofOrdinal).collect(Collectors.toSet());
        for (String pod : names().subList(0, servers)) {
            eventually(pod + " knows voters " + wanted, () -> ask(pod).filter(MemberView::ready)
                    .filter(view -> view.config()
                            .map(EnsembleConfig::voters)
                            .filter(wanted::equals)
                            .isPresent()));
        }
    }

    /** Waits until the leader knows as many voters as expected, and says who leads. */
    String awaitVoterCount(String what, IntPredicate expected) {
        return eventually(what, () -> leaderNow().filter(pod -> ask(pod).flatMap(MemberView::config)
                .filter(config -> expected.test(config.voters().size()))
                .isPresent()));
    }

    /** What a member says at {@code /api/v1/ensemble}. */
    Tree membership(String pod) {
        return eventually(pod + " tells of the ensemble", () -> {
            HttpGet.Answer answer = HttpGet.from(pods.address(pod), HTTP, "/api/v1/ensemble", QUESTION);
            return answer.isSuccess()
                    ? Optional.of(Tree.of("ensemble", JSON.std.mapFrom(answer.body())))
                    : Optional.empty();
        });
    }

    /** Waits until what the leader says of its next step contains {@code words}. */
    String awaitStep(String leader, String words) {
        return eventually(
                leader + " says '" + words + "'",
                () -> membership(leader).tree("step").text("reason").filter(reason -> reason.contains(words)));
    }

    /** All that a pod has logged, of all its processes. */
    String log(String pod) {
        try {
            return Files.readString(pods.directory().log(pod));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code arkeeper member check} reads from a pod's volume. */
    DatabaseState check(String pod) throws IOException {
        return VolumeLayout.of(pods.data(pod), Optional.empty()).read();
    }

    /** What Helm rendered, and what was added to it. */
    String manifest() {
        return manifest;
    }

    public LocalEnsemble pods() {
        return pods;
    }

    public List<String> names() {
        return pods.pods();
    }

    /** The pods that have a process. */
    public List<String> running() {
        return statuses().stream()
                .filter(status -> status.state().hasProcess())
                .map(PodStatus::pod)
                .toList();
    }

    public String pod(int ordinal) {
        return names().get(ordinal);
    }

    void awaitReady() {
        pods.awaitReady(DEADLINE);
    }

    /** Connects to all members. */
    public String clients() {
        return pods.connectString();
    }

    public String clientsOf(String pod) {
        return pods.address(pod) + ":" + pods.port("client");
    }

    Optional<MemberView> ask(String pod) {
        return MemberView.ask(pods.address(pod), HTTP, QUESTION);
    }

    /** A session with room for slow machines. */
    public static ZooKeeper connect(String servers) throws IOException {
        return CheckedWrites.connect(servers);
    }

    /** The pod that says now that it leads, if one does. */
    Optional<String> leaderNow() {
        return leaderAmong(names());
    }

    /** The one of these that says now that it leads, if one does. */
    public Optional<String> leaderAmong(List<String> candidates) {
        return candidates.parallelStream() // each may take its time to answer
                .filter(pod ->
                        ask(pod).filter(view -> view.role().equals("leader")).isPresent())
                .findAny();
    }

    /** Waits until one of these says that it leads. */
    public String awaitLeader(List<String> candidates) {
        return eventually("one of " + candidates + " leads", () -> leaderAmong(candidates));
    }

    /** The pod that leads, once one says so of itself and is ready. */
    String leader() {
        return eventually("somebody leads", () -> names().stream()
                .filter(pod -> ask(pod).filter(
                                view -> view.ready() && view.role().equals("leader"))
                        .isPresent())
                .findFirst());
    }

    String anyFollower() {
        String leader = leader();
        return names().stream().filter(pod -> !pod.equals(leader)).findFirst().orElseThrow();
    }

    /** Waits until somebody else leads than {@code former}. */
    String leaderOtherThan(String former) {
        return eventually("somebody other than " + former + " leads", () -> names().stream()
                .filter(pod -> !pod.equals(former))
                .filter(pod -> ask(pod).filter(
                                view -> view.ready() && view.role().equals("leader"))
                        .isPresent())
                .findFirst());
    }

    /** Kills the leader, and waits until another leads and all serve. */
    void loseLeader() {
        String leader = leader();
        pods.kill(leader);
        leaderOtherThan(leader);
        awaitReady();
    }

    /** What the chart has made for a client, as files in a new directory. */
    ClientFiles clientFiles(Path directory) throws IOException {
        Map<String, String> made = pods.release().configMaps().get("Secret zk-zookeeper-tls-client");
        return ClientFiles.write(directory, new Issued(made.get("tls.crt"), made.get("tls.key")), made.get("ca.crt"));
    }

    /** Waits until a member's reason, as its {@code /readyz} says it, contains {@code words}. */
    String awaitReason(String pod, String words) {
        return eventually(pod + " says '" + words + "'", () -> ask(pod).map(MemberView::reason)
                .filter(reason -> reason.contains(words)));
    }

    private static <T> T eventually(String what, Callable<Optional<T>> question) {
        return await(what)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(question, Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until a pod's process has ended. */
    void awaitEnd(String pod) {
        pods.await(pod + " has ended", DEADLINE, all -> all.stream()
                .filter(status -> status.pod().equals(pod))
                .noneMatch(status -> status.state().hasProcess()));
    }

    /** Ends the pods beyond the first {@code servers}, all at once, as a StatefulSet that is scaled down does. */
    public void stopBeyond(int servers) {
        List<String> surplus = names().subList(servers, names().size());
        surplus.parallelStream().forEach(pods::stop);
        surplus.forEach(this::awaitEnd);
    }

    /** How often the pods' processes were started again, by pod. */
    Map<String, Integer> restarts() {
        return statuses().stream().collect(Collectors.toMap(PodStatus::pod, PodStatus::restarts));
    }

    /** Ends a pod and keeps it away. */
    public void stop(String pod) {
        pods.stop(pod);
        awaitEnd(pod);
    }

    void stopAll() {
        pods.stop();
    }

    /** Waits until a pod has exited with a code, and says what its last words were. */
    String awaitExit(String pod, int code) {
        pods.await(pod + " exits with " + code, DEADLINE, all -> all.stream()
                .anyMatch(status -> status.pod().equals(pod)
                        && status.lastExit().isPresent()
                        && status.lastExit().getAsInt() == code));
        return pods.status(pod).lastWords().orElse("");
    }

    /** Empties a stopped pod's volume, as a new claim would be. */
    public void wipe(String pod) throws IOException {
        assertThat(pods.status(pod).state().hasProcess()).isFalse();
        Path volume = pods.data(pod);
        try (Stream<Path> files = Files.walk(volume)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(volume)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Exchanges the volumes of two stopped pods. */
    void swapDisks(String one, String other) throws IOException {
        Path temporary = pods.data(one).resolveSibling("swapping");
        Files.move(pods.data(one), temporary);
        Files.move(pods.data(other), pods.data(one));
        Files.move(temporary, pods.data(other));
    }

    List<PodStatus> statuses() {
        return pods.statuses();
    }

    @Override
    public void close() {
        pods.close();
    }

    /** What {@link MetricsPage#sum} is for all members together. */
    double sum(String metric) {
        return statuses().stream()
                .mapToDouble(pod -> MetricsPage.of(pod.address()).sum(metric))
                .sum();
    }
}
