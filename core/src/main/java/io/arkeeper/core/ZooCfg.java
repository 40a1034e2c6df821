package io.arkeeper.core;

import java.util.StringJoiner;

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
 */
public record ZooCfg(QuorumTimings timings, int clientCnxns, int snapRetain, int purgeHours) {

    private static final int FEWEST_SNAPSHOTS = 3; // PurgeTxnLog refuses fewer

    public ZooCfg {
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

    /**
     * The file's text.
     *
     * @param dataDir absolute path for snapshots
     * @param logDir absolute path for transaction logs
     * @param dynamicConfigFile absolute path of the dynamic file to start from
     * @param onAllAddresses whether the quorum and election ports listen on all addresses
     */
    public String text(String dataDir, String logDir, String dynamicConfigFile, boolean onAllAddresses) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("# Written by Arkeeper at every start; set the chart's values instead of editing it.");
        lines.add("dataDir=" + dataDir);
        lines.add("dataLogDir=" + logDir);
        lines.add("tickTime=" + timings.tick().toMillis());
        lines.add("initLimit=" + timings.initTicks());
        lines.add("syncLimit=" + timings.syncTicks());
        lines.add("maxClientCnxns=" + clientCnxns);
        lines.add("autopurge.snapRetainCount=" + snapRetain);
        lines.add("autopurge.purgeInterval=" + purgeHours);
        lines.add("standaloneEnabled=false"); // a single server that can grow
        lines.add("reconfigEnabled=true");
        lines.add("db.autocreate=false"); // an emptied disk gets no vote until it is synced
        lines.add("admin.enableServer=false"); // the member has its own HTTP server
        lines.add("4lw.commands.whitelist=srvr,mntr,ruok");
        lines.add("electionPortBindRetry=0"); // 0 = for ever: an address may appear late
        lines.add("quorumListenOnAllIPs=" + onAllAddresses);
        lines.add("fastleader.minNotificationInterval=200");
        lines.add("fastleader.maxNotificationInterval=2000"); // pods never start together; the default is 60 s
        lines.add("leaderConnectDelayDuringRetryMs=50");
        lines.add("dynamicConfigFile=" + dynamicConfigFile);
        return lines.toString();
    }
}
