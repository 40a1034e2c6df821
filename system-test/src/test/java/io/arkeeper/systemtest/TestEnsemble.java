package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.LocalEnsemble;
import io.arkeeper.cli.local.MemberDistribution;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodNetwork;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.cli.local.pod.PodState;
import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.local.release.Release;
import io.arkeeper.cli.local.release.ReleaseReader;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
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
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooKeeper;

/** A release {@code zk} of the chart on 127.0.211.N, with faults at hand and deadlines on everything. */
public final class TestEnsemble implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Subnet SUBNET = new Subnet(211);
    private static final Duration QUESTION = Duration.ofSeconds(1);
    private static final int HTTP = 8080;

    private final LocalEnsemble pods;
    private Map<String, String> memberProperties;

    private TestEnsemble(LocalEnsemble pods) {
        this.pods = pods;
        this.memberProperties = pods.release().memberProperties();
    }

    /** Rendered and ready to start; short ticks, so that a silent leader is given up after two seconds. */
    static TestEnsemble of(Path root, int servers) {
        return of(root, servers, 0, SUBNET);
    }

    private static TestEnsemble of(Path root, int servers, int observers, PodNetwork network) {
        return of(root, servers, observers, network, "{}");
    }

    private static TestEnsemble of(Path root, int servers, int observers, PodNetwork network, String moreValues) {
        return of(root, "test", servers, observers, network, moreValues);
    }

    private static TestEnsemble of(
            Path root, String namespace, int servers, int observers, PodNetwork network, String moreValues) {
        ChartValues values = new ChartValues(List.of("""
                servers: %d
                observers: %d
                heap: 128M
                tickTimeMs: 400
                syncTicks: 5
                initTicks: 20
                antiAffinity: soft
                """.formatted(servers, observers), moreValues));
        MemberDistribution member = QuickMember.of(
                Path.of(System.getProperty("arkeeper.member")),
                Path.of("target", "quick-member"),
                TestEnsemble::rehearse);
        return of(root, namespace, values, member, network);
    }

    private static TestEnsemble of(
            Path root, String namespace, ChartValues values, MemberDistribution member, PodNetwork network) {
        Path chart = Path.of(System.getProperty("arkeeper.chart"));
        String manifest = new ChartRenderer(chart, Optional.empty()).render("zk", namespace, values);
        Release release = ReleaseReader.read("zk", namespace, manifest);
        return new TestEnsemble(new LocalEnsemble(release, member, new InstanceDirectory(root), network));
    }

    /** Three members of a distribution start, elect, lose a leader, serve a client, and end. */
    private static void rehearse(MemberDistribution member) {
        ChartValues values = new ChartValues(List.of("{heap: 128M, antiAffinity: soft}"));
        try {
            Path root = Files.createTempDirectory(member.home(), "rehearsal-");
            try (TestEnsemble ensemble = of(root, "test", values, member, SUBNET)) {
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

    /** A release of the same name in another namespace, started, all members ready. */
    static TestEnsemble startedIn(String namespace, Path root, int servers, PodNetwork network) {
        TestEnsemble ensemble = of(root, namespace, servers, 0, network, "{}");
        ensemble.pods.start();
        ensemble.awaitReady();
        return ensemble;
    }

    /** Started, all members ready. */
    static TestEnsemble started(Path root, int servers) {
        return started(root, servers, "{}");
    }

    /** The same with other values of the chart. */
    static TestEnsemble started(Path root, int servers, String moreValues) {
        TestEnsemble ensemble = of(root, servers, 0, SUBNET, moreValues);
        ensemble.pods.start();
        ensemble.awaitReady();
        return ensemble;
    }

    /** Started with observers, all members ready. */
    static TestEnsemble startedWithObservers(Path root, int servers, int observers) {
        TestEnsemble ensemble = of(root, servers, observers, SUBNET);
        ensemble.pods.start();
        ensemble.awaitReady();
        return ensemble;
    }

    /** With pods and names for {@code most}, of which {@code servers} belong to it, are started and ready. */
    public static TestEnsemble started(Path root, int servers, int most) {
        return started(root, servers, most, Optional.empty(), Optional.empty());
    }

    /** The same, in another network and on other volumes, where there are such. */
    public static TestEnsemble started(
            Path root, int servers, int most, Optional<? extends PodNetwork> network, Optional<SmallVolumes> volumes) {
        TestEnsemble ensemble = of(root, most, 0, network.isPresent() ? network.get() : SUBNET);
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
