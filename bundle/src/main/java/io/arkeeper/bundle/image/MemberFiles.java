package io.arkeeper.bundle.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The member's layer: Arkeeper's jars, and the argument files that start a member or a client with them. */
final class MemberFiles {

    /** Where the member is installed; ZooKeeper's jars are linked in, so that the class path has one folder. */
    static final String HOME = "/opt/arkeeper";

    static final String MEMBER_ARGUMENTS = HOME + "/member.args";
    static final String AOT_CACHE = HOME + "/member.aot";

    // A client lives for a second: one collector thread, one compiler, a small heap beside the member's.
    private static final List<String> CLIENT_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms16m",
            "-Xmx128m",
            "-XX:-UsePerfData",
            "-Dfile.encoding=UTF-8");

    private final MemberDistribution distribution;
    private final boolean aot;

    /** @param aot whether a layer with an AOT cache follows */
    MemberFiles(MemberDistribution distribution, boolean aot) {
        this.distribution = distribution;
        this.aot = aot;
    }

    FileTree tree() {
        FileTree tree = new FileTree();
        String lib = HOME.substring(1) + "/lib/";
        for (Path jar : distribution.ownJars()) {
            tree.file(lib + jar.getFileName(), Content.of(jar));
        }
        String libraries = "../../zookeeper-" + distribution.zooKeeperVersion() + "/lib/";
        for (Path jar : distribution.otherJars()) {
            tree.link(lib + jar.getFileName(), libraries + jar.getFileName());
        }
        for (String jar : ZooKeeperFiles.CLIENT_JARS) {
            tree.link(lib + jar, libraries + jar);
        }
        tree.file(MEMBER_ARGUMENTS.substring(1), text(memberArguments()));
        tree.file(HOME.substring(1) + "/client.args", text(clientArguments()));
        tree.directory("etc/arkeeper");
        return tree;
    }

    private List<String> memberArguments() {
        List<String> lines = new ArrayList<>();
        cache().ifPresent(lines::add);
        lines.addAll(distribution.argumentsAt(HOME));
        return lines;
    }

    private List<String> clientArguments() {
        List<String> lines = new ArrayList<>(CLIENT_FLAGS);
        cache().ifPresent(lines::add);
        lines.add("-cp");
        // The member's class path comes first and unchanged, otherwise its cache would not fit.
        lines.add(distribution.classPathAt(HOME)
                + ZooKeeperFiles.CLIENT_JARS.stream()
                        .map(jar -> ":" + HOME + "/lib/" + jar)
                        .collect(Collectors.joining()));
        return lines;
    }

    /** In its default mode a cache that does not fit (another collector, a huge heap) is left aside. */
    private Optional<String> cache() {
        return aot ? Optional.of("-XX:AOTCache=" + AOT_CACHE) : Optional.empty();
    }

    private static Content text(List<String> lines) {
        return Content.of(lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }
}
