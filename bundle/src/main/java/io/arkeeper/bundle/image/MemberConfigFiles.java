package io.arkeeper.bundle.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the chart mounts into a member, for members that run without a cluster while an image is made and tested. */
final class MemberConfigFiles {

    private MemberConfigFiles() {}

    static void write(Path config, int servers, int tickTimeMs) throws IOException {
        Files.writeString(config.resolve("ensemble.properties"), "servers=" + servers + "\n");
        Files.writeString(config.resolve("member.properties"), """
                service=zk
                clusterDomain=cluster.local
                clientPort=2181
                serverPort=2888
                leaderElectionPort=3888
                httpPort=8080
                controlPort=8081
                tickTimeMs=%d
                initTicks=10
                syncTicks=5
                clientCnxns=60
                snapRetain=3
                purgeHours=1
                logLevel=INFO
                logFormat=text
                """.formatted(tickTimeMs));
    }
}
