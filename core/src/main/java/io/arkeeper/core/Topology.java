package io.arkeeper.core;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The ensemble as the chart wants it: how many voters and observers, and under which names and ports each is reached.
 *
 * @param namespace the Kubernetes namespace
 * @param statefulSet the name of the voters' StatefulSet
 * @param service the headless Service's name
 * @param clusterDomain the cluster's DNS domain, usually {@code cluster.local}
 * @param servers voting members, at ordinals 0 to {@code servers - 1}
 * @param observers members that never vote, at ordinals 0 to {@code observers - 1} of a StatefulSet of their own
 */
public record Topology(
        String namespace,
        String statefulSet,
        String service,
        String clusterDomain,
        Ports ports,
        int servers,
        int observers) {

    public Topology {
        if (servers != 1 && servers != 3 && servers != 5 && servers != 7) {
            throw new InvalidSetting(
                    "servers",
                    servers,
                    "1, 3, 5 or 7",
                    servers % 2 == 0 && servers > 0 && servers < 7
                            ? "an even number costs speed and buys no safety: use " + (servers + 1)
                            : "use 3, which survives the loss of one");
        }
        if (observers < 0 || observers > MemberId.MOST) {
            throw new InvalidSetting(
                    "observers", observers, "0 to " + MemberId.MOST, "use as few as serve the reads there are");
        }
    }

    /** Without observers. */
    public Topology(
            String namespace, String statefulSet, String service, String clusterDomain, Ports ports, int servers) {
        this(namespace, statefulSet, service, clusterDomain, ports, servers, 0);
    }

    public Topology withServers(int other) {
        return new Topology(namespace, statefulSet, service, clusterDomain, ports, other, observers);
    }

    public Topology withObservers(int other) {
        return new Topology(namespace, statefulSet, service, clusterDomain, ports, servers, other);
    }

    /** A member's DNS name, through the headless Service. */
    public String host(MemberId id) {
        String pod = new MemberIdentity(namespace, statefulSet, 0).podName(id);
        return "%s.%s.%s.svc.%s".formatted(pod, service, namespace, clusterDomain);
    }

    /**
     * Whether a configuration names members of this ensemble: pods of its name in its namespace. The Service and the
     * cluster's domain may once have been called otherwise.
     */
    public boolean isNamedBy(EnsembleConfig config) {
        return config.seats().values().stream().anyMatch(this::isOwn);
    }

    private boolean isOwn(Seat seat) {
        String pod = new MemberIdentity(namespace, statefulSet, 0).podName(seat.id());
        String[] labels = seat.host().split("\\.", 4);
        return labels[0].equals(pod) && (labels.length < 3 || labels[2].equals(namespace));
    }

    public Seat seat(MemberId id, Role role) {
        return new Seat(id, host(id), ports.quorum(), ports.election(), role, ports.client());
    }

    /** The ids of the voters the chart wants. */
    public List<MemberId> wanted() {
        return IntStream.range(0, servers).mapToObj(MemberId::ofOrdinal).toList();
    }

    /** The ids of the observers the chart wants. */
    public List<MemberId> wantedObservers() {
        return IntStream.range(0, observers).mapToObj(MemberId::ofObserver).toList();
    }

    /** The configuration a new ensemble starts with: every wanted voter votes; version 0. Observers come later. */
    public EnsembleConfig initialConfig() {
        return EnsembleConfig.of(
                0, wanted().stream().map(id -> seat(id, Role.VOTER)).toList());
    }

    /** The configuration the ensemble is to have in the end: the wanted voters and the wanted observers; version 0. */
    public EnsembleConfig wantedConfig() {
        EnsembleConfig config = initialConfig();
        for (MemberId id : wantedObservers()) {
            config = config.with(seat(id, Role.OBSERVER));
        }
        return config;
    }
}
