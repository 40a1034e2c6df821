package io.arkeeper.member.disk;

import io.arkeeper.core.EnsembleConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What lies where on the member's volumes.
 *
 * <pre>
 *   data/myid, data/version-2/snapshot.*, acceptedEpoch, currentEpoch     ZooKeeper's
 *   log/version-2/log.*                                                   ZooKeeper's
 *   conf/zoo.cfg, conf/zoo.cfg.dynamic.VERSION                            written here, rewritten by ZooKeeper
 *   member.json, member.lock                                              whose disk it is, and that it is in use
 *   recovery.json                                                         what to do at the next start
 * </pre>
 *
 * @param root of the volume
 * @param txnLog the volume of the transaction log, where it has one of its own: {@code version-2/log.*} is there then,
 *     with a {@code member.json}
 */
public record DiskPaths(Path root, Optional<Path> txnLog) {

    static final String DYNAMIC = "zoo.cfg.dynamic.";

    private static final String DATABASE = "version-2"; // ZooKeeper's name for it

    public Path dataDir() {
        return root.resolve("data");
    }

    public Path logDir() {
        return txnLog.orElse(besideData());
    }

    private Path besideData() {
        return root.resolve("log");
    }

    public Path snapshots() {
        return dataDir().resolve(DATABASE);
    }

    public Path logs() {
        return logDir().resolve(DATABASE);
    }

    /** Where the transaction log is as long as it has no volume of its own. */
    Path logsBesideData() {
        return besideData().resolve(DATABASE);
    }

    public Path zooCfg() {
        return conf().resolve("zoo.cfg");
    }

    public Path dynamicConfig(EnsembleConfig config) {
        return conf().resolve(DYNAMIC + config.versionText());
    }

    /** A configuration that was proposed and not agreed to yet. */
    Path proposedConfig() {
        return conf().resolve(DYNAMIC + "next");
    }

    Path conf() {
        return root.resolve("conf");
    }

    Path myid() {
        return dataDir().resolve("myid");
    }

    Path acceptedEpoch() {
        return snapshots().resolve("acceptedEpoch");
    }

    /** Lets an empty database vote; ZooKeeper looks for it beside the transaction logs. */
    Path initializeMarker() {
        return logDir().resolve("initialize");
    }

    Path note() {
        return noteOn(root);
    }

    Optional<Path> noteBesideLog() {
        return txnLog.map(DiskPaths::noteOn);
    }

    private static Path noteOn(Path volume) {
        return volume.resolve("member.json");
    }

    Path order() {
        return root.resolve("recovery.json");
    }

    Path lock() {
        return root.resolve("member.lock");
    }
}
