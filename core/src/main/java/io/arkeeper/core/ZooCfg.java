package io.arkeeper.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the static half of {@code zoo.cfg}; who belongs to the ensemble is in the dynamic file it points to.
 *
 * <p>Only settings that never differ between a start and the next belong here, because ZooKeeper itself rewrites the
 * file when the configuration changes.
 *
 * @param timings tickTime, initLimit, syncLimit
 * @param clientCnxns connections per client address, 0 = unlimited
 * @param snapRetain snapshots kept by the purge
 * @param purgeHours hours between purges, 0 = never
 * @param others further keys with their values, none of them {@link OwnedKeys the member's own}
 * @param limits how much of the member clients may take
 * @param auditLog whether each change that a client makes is logged
 */
public record ZooCfg(
        QuorumTimings timings,
        int clientCnxns,
        int snapRetain,
        int purgeHours,
        SortedMap<String, String> others,
        Limits limits,
        boolean auditLog) {

    /** The class that ZooKeeper is to hand each change to. */
    public static final String AUDIT_CLASS = "io.arkeeper.member.audit.AuditLog";

    private static final int FEWEST_SNAPSHOTS = 3; // PurgeTxnLog refuses fewer

    public ZooCfg {
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        List<String> refused = others.keySet().stream()
                .map(OwnedKeys::refusal)
                .flatMap(Optional::stream)
                .toList();
        if (!refused.isEmpty()) {
            throw new InvalidSettings(refused);
        }
        if (clientCnxns < 0) {
            throw new InvalidSetting("clientCnxns", clientCnxns, "0 (unlimited) or more", "use 60");
        }
        if (snapRetain < FEWEST_SNAPSHOTS) {
            throw new InvalidSetting("snapRetain", snapRetain, "3 or more (ZooKeeper's own minimum)", "use 3");
        }
        if (purgeHours < 0) {
            throw new InvalidSetting("purgeHours", purgeHours, "0 (never) or more", "use 1");
        }
    }

    /** Without further keys. */
    public ZooCfg(QuorumTimings timings, int clientCnxns, int snapRetain, int purgeHours) {
        this(timings, clientCnxns, snapRetain, purgeHours, new TreeMap<>(), Limits.DEFAULT, false);
    }

    /**
     * The file's text.
     *
     * @param dataDir absolute path for snapshots
     * @param logDir absolute path for transaction logs
     * @param dynamicConfigFile absolute path of the dynamic file to start from
     * @param onAllAddresses whether the quorum and election ports listen on all addresses
     */
    public String text(String dataDir, String logDir, String dynamicConfigFile, boolean onAllAddresses) {
        return text(dataDir, logDir, dynamicConfigFile, onAllAddresses, Map.of());
    }

    /**
     * The same with the member's own keys for TLS.
     *
     * @param tls keys with their values, in the order they are written in
     */
    public String text(
            String dataDir, String logDir, String dynamicConfigFile, boolean onAllAddresses, Map<String, ?> tls) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("dataDir", dataDir);
        keys.put("dataLogDir", logDir);
        keys.put("tickTime", timings.tick().toMillis());
        keys.put("initLimit", timings.initTicks());
        keys.put("syncLimit", timings.syncTicks());
        keys.put("maxClientCnxns", clientCnxns);
        keys.put("autopurge.snapRetainCount", snapRetain);
        keys.put("autopurge.purgeInterval", purgeHours);
        keys.put("standaloneEnabled", "false"); // a single server that can grow
        keys.put("reconfigEnabled", "true");
        keys.put("db.autocreate", "false"); // an emptied disk gets no vote until it is synced
        keys.put("admin.enableServer", "false"); // the member has its own HTTP server
        keys.putAll(limits.keys());
        keys.put("electionPortBindRetry", "0"); // 0 = for ever: an address may appear late
        keys.put("quorumListenOnAllIPs", onAllAddresses);
        keys.put("fastleader.minNotificationInterval", "150"); // not the 200 ms that an election waits at its end
        keys.put("fastleader.maxNotificationInterval", "2000"); // pods never start together; the default is 60 s
        keys.put("leaderConnectDelayDuringRetryMs", "20");
        keys.put(
                "cnxTimeout",
                "1000"); // ms for an election's connection, not 5,000: an address may be a pod's that is gone
        if (auditLog) {
            keys.put("audit.enable", "true");
            keys.put("audit.impl.class", AUDIT_CLASS);
        }
        keys.putAll(others);
        keys.putAll(tls);
        keys.put("dynamicConfigFile", dynamicConfigFile);
        return "# Written by Arkeeper at every start; set the chart's values instead of editing it.\n"
                + keys.entrySet().stream()
                        .map(key -> key.getKey() + "=" + key.getValue() + "\n")
                        .collect(Collectors.joining());
    }
}
