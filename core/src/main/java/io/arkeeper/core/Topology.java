package io.arkeeper.core;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The ensemble as the chart wants it: how many voters, and under which names and ports each is reached.
 *
 * @param namespace the Kubernetes namespace
 * @param statefulSet the StatefulSet's name
 * @param service the headless Service's name
 * @param clusterDomain the cluster's DNS domain, usually {@code cluster.local}
 * @param servers voting members, at ordinals 0 to {@code servers - 1}
 */
public record Topology(
        String namespace, String statefulSet, String service, String clusterDomain, Ports ports, int servers) {

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
    }

    public Topology withServers(int other) {
        return new Topology(namespace, statefulSet, service, clusterDomain, ports, other);
    }

    /** The DNS name of the pod at an ordinal, through the headless Service. */
    public String host(int ordinal) {
        return "%s-%d.%s.%s.svc.%s".formatted(statefulSet, ordinal, service, namespace, clusterDomain);
    }

    public Seat seat(int ordinal, Role role) {
        return new Seat(
                MemberId.ofOrdinal(ordinal), host(ordinal), ports.quorum(), ports.election(), role, ports.client());
    }

    /** The ids of the voters the chart wants. */
    public List<MemberId> wanted() {
        return IntStream.range(0, servers).mapToObj(MemberId::ofOrdinal).toList();
    }

    /** The configuration a new ensemble starts with: every wanted member votes; version 0. */
    public EnsembleConfig initialConfig() {
        return EnsembleConfig.of(
                0,
                IntStream.range(0, servers)
                        .mapToObj(ordinal -> seat(ordinal, Role.VOTER))
                        .toList());
    }
}
