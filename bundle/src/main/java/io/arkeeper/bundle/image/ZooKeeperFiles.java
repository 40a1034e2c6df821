package io.arkeeper.bundle.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * ZooKeeper's layer, with the paths that users of the classic image know.
 *
 * <p>Nothing in it depends on Arkeeper's version, so that an update of ours does not carry it again.
 */
final class ZooKeeperFiles {

    static final List<String> COMMANDS =
            List.of("zkCli.sh", "zkServer.sh", "zkOk.sh", "zkMetrics.sh", "zkSnapShotToolkit.sh", "zkTxnLogToolkit.sh");
    static final List<String> CLIENT_JARS = List.of("commons-cli.jar", "jline.jar");

    private static final String SHARED = "zkEnv.sh";

    private final MemberDistribution distribution;

    ZooKeeperFiles(MemberDistribution distribution) {
        this.distribution = distribution;
    }

    FileTree tree() throws IOException {
        String name = "zookeeper-" + distribution.zooKeeperVersion();
        String home = "opt/" + name;
        FileTree tree = new FileTree();
        tree.link("opt/zookeeper", name);
        for (Path jar : distribution.otherJars()) {
            jar(tree, home, jar.getFileName().toString(), Content.of(jar));
        }
        for (String jar : CLIENT_JARS) {
            jar(tree, home, jar, MemberDistribution.resource("lib/" + jar));
        }
        tree.link(home + "/" + name + ".jar", "lib/" + name + ".jar");
        for (String command : COMMANDS) {
            tree.file(home + "/bin/" + command, MemberDistribution.resource("bin/" + command), 0755);
            tree.link("usr/bin/" + command, "/opt/zookeeper/bin/" + command);
        }
        tree.file(home + "/bin/" + SHARED, MemberDistribution.resource("bin/" + SHARED), 0755);
        tree.link(home + "/LICENSE.txt", "/usr/share/common-licenses/Apache-2.0");
        // The member writes its zoo.cfg onto its volume, because ZooKeeper rewrites it when the ensemble changes.
        tree.link(home + "/conf", "/var/lib/zookeeper/conf");
        tree.link("usr/etc/zookeeper", "/opt/zookeeper/conf");
        tree.directory("var/lib/zookeeper", 0750, 1000);
        return tree;
    }

    private static void jar(FileTree tree, String home, String jar, Content content) {
        tree.file(home + "/lib/" + jar, content);
        tree.link("usr/share/zookeeper/" + jar, "/opt/zookeeper/lib/" + jar);
    }
}
