package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Ports;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Join;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The first start of a release with three pods, one event after another: pods start and crash, each decides when it likes,
 * those who decided to form elect a leader once they are a majority, and disks get lost. Immutable.
 *
 * @param inTwoSteps whether {@link Forming#mayElect} is asked, as it should be
 * @param servers what the ConfigMap says now; a pod goes by what it said when the pod started
 */
record FirstStart(List<Pod> pods, int servers, int disksToLose, boolean inTwoSteps) {

    /**
     * @param electing whether it takes part in the election of a new ensemble. From then on it has a database, if an empty
     *     one, and goes on after a restart without asking anybody
     * @param ensemble what the disk belongs to or proposes
     * @param disksLost tells its proposals apart
     */
    record Pod(
            DiskContent content,
            Optional<EnsembleConfig> config,
            Optional<EnsembleId> ensemble,
            int disksLost,
            boolean up,
            int servers,
            boolean electing) {

        private static final Pod NEW =
                new Pod(DiskContent.EMPTY, Optional.empty(), Optional.empty(), 0, false, 0, false);

        boolean holdsData() {
            return content == DiskContent.DATA;
        }

        private Pod withDisk(
                DiskContent newContent, EnsembleConfig newConfig, Optional<EnsembleId> newEnsemble, boolean elects) {
            return new Pod(newContent, Optional.of(newConfig), newEnsemble, disksLost, up, servers, elects);
        }

        private Pod started(int expectedServers, EnsembleId proposal) {
            return new Pod(
                    content,
                    config,
                    content == DiskContent.EMPTY ? Optional.of(proposal) : ensemble,
                    disksLost,
                    true,
                    expectedServers,
                    electing);
        }

        private Pod crashed() {
            return new Pod(content, config, ensemble, disksLost, false, 0, electing);
        }

        private Pod withoutDisk() {
            return new Pod(DiskContent.EMPTY, Optional.empty(), Optional.empty(), disksLost + 1, false, 0, false);
        }
    }

    private static final int PODS = 3;

    static FirstStart of(int servers, int disksToLose, boolean inTwoSteps) {
        return new FirstStart(List.of(Pod.NEW, Pod.NEW, Pod.NEW), servers, disksToLose, inTwoSteps);
    }

    boolean holdsData() {
        return pods.stream().anyMatch(Pod::holdsData);
    }

    FirstStart scaledTo(int other) {
        return new FirstStart(pods, other, disksToLose, inTwoSteps);
    }

    /** Kubernetes runs the pods below {@code servers} only. */
    FirstStart starts(int ordinal) {
        Pod pod = pods.get(ordinal);
        return pod.up() || ordinal >= servers
                ? this
                : with(ordinal, pod.started(servers, proposal(ordinal, pod.disksLost())));
    }

    FirstStart crashes(int ordinal) {
        return with(ordinal, pods.get(ordinal).crashed());
    }

    FirstStart losesItsDisk(int ordinal) {
        Pod pod = pods.get(ordinal);
        if (pod.up() || disksToLose == 0 || pod.content() == DiskContent.EMPTY) {
            return this;
        }
        return new FirstStart(with(ordinal, pod.withoutDisk()).pods(), servers, disksToLose - 1, inTwoSteps);
    }

    FirstStart decides(int ordinal, FormingRule rule) {
        Pod pod = pods.get(ordinal);
        if (!pod.up() || pod.electing() || pod.holdsData()) {
            return this;
        }
        MemberIdentity self = new MemberIdentity("ns", "zk", ordinal);
        DiskFinding own =
                new DiskFinding(pod.content(), Optional.empty(), Optional.empty(), pod.config(), pod.ensemble());
        return switch (rule.decide(self, own, topology(pod.servers()), statements(ordinal))) {
            case Form form ->
                with(
                        ordinal,
                        pod.withDisk(
                                DiskContent.FORMING,
                                form.founding().config(),
                                form.founding().ensemble(),
                                !inTwoSteps));
            case Join join ->
                with(ordinal, pod.withDisk(DiskContent.AWAITING_SYNC, join.config(), join.ensemble(), pod.electing()));
            case Wait wait -> this;
        };
    }

    FirstStart takesPartInElection(int ordinal) {
        Pod pod = pods.get(ordinal);
        MemberIdentity self = new MemberIdentity("ns", "zk", ordinal);
        return pod.up()
                        && pod.content() == DiskContent.FORMING
                        && Forming.mayElect(
                                        new Founding(pod.config().orElseThrow(), pod.ensemble()),
                                        self,
                                        statements(ordinal))
                                .yes()
                ? with(ordinal, pod.withDisk(pod.content(), pod.config().orElseThrow(), pod.ensemble(), true))
                : this;
    }

    private SortedMap<MemberId, PeerStatement> statements(int ordinal) {
        SortedMap<MemberId, PeerStatement> statements = new TreeMap<>();
        Pod asking = pods.get(ordinal);
        for (int other = 0; other < PODS; other++) {
            MemberId id = MemberId.ofOrdinal(other);
            boolean known = other < asking.servers()
                    || asking.config().filter(config -> config.has(id)).isPresent();
            if (other != ordinal && known) {
                statements.put(id, statement(pods.get(other)));
            }
        }
        return statements;
    }

    private static PeerStatement statement(Pod pod) {
        return pod.up()
                ? new Spoke(pod.content(), pod.servers(), pod.config(), false, pod.ensemble())
                : new Silent("its name does not resolve");
    }

    private static EnsembleId proposal(int ordinal, int disksLost) {
        return new EnsembleId("%08x%08x".formatted(ordinal, disksLost));
    }

    /** Of all disks with data. */
    Set<Optional<EnsembleId>> ensembles() {
        return pods.stream().filter(Pod::holdsData).map(Pod::ensemble).collect(Collectors.toSet());
    }

    /** All who take part in the election of a configuration begin its ensemble, if they are a majority. */
    FirstStart elects(EnsembleConfig config) {
        List<MemberId> electing = IntStream.range(0, PODS)
                .filter(ordinal ->
                        pods.get(ordinal).up() && pods.get(ordinal).electing() && isForming(pods.get(ordinal), config))
                .mapToObj(MemberId::ofOrdinal)
                .toList();
        if (!config.isQuorum(electing)) {
            return this;
        }
        FirstStart next = this;
        for (MemberId id : electing) {
            next = next.with(
                    id.ordinal(),
                    pods.get(id.ordinal())
                            .withDisk(
                                    DiskContent.DATA,
                                    config,
                                    pods.get(id.ordinal()).ensemble(),
                                    true));
        }
        return next;
    }

    private static boolean isForming(Pod pod, EnsembleConfig config) {
        return pod.content() == DiskContent.FORMING && pod.config().equals(Optional.of(config));
    }

    /** A member that decided to join, or came too late to the election, gets the data from a majority that has it. */
    FirstStart getsInSync(int ordinal) {
        Pod pod = pods.get(ordinal);
        boolean willing = pod.up() && (pod.content() == DiskContent.AWAITING_SYNC || pod.electing());
        if (!willing || pod.holdsData()) {
            return this;
        }
        EnsembleConfig config = pod.config().orElseThrow();
        List<MemberId> serving = IntStream.range(0, PODS)
                .filter(other -> pods.get(other).up() && pods.get(other).holdsData())
                .mapToObj(MemberId::ofOrdinal)
                .toList();
        return config.isQuorum(serving)
                ? with(
                        ordinal,
                        pod.withDisk(
                                DiskContent.DATA,
                                config,
                                pods.get(serving.getFirst().ordinal()).ensemble(),
                                pod.electing()))
                : this;
    }

    private FirstStart with(int ordinal, Pod pod) {
        List<Pod> changed = new ArrayList<>(pods);
        changed.set(ordinal, pod);
        return new FirstStart(List.copyOf(changed), servers, disksToLose, inTwoSteps);
    }

    static Topology topology(int servers) {
        return new Topology("ns", "zk", "zk-headless", "cluster.local", Ports.DEFAULT, servers);
    }
}
