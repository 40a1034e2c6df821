package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.image.FileTree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paths that users of the classic image know, and the arguments the member is started with. */
class InstalledFilesTest {

    @TempDir
    Path directory;

    @BeforeEach
    void aDistribution() throws IOException {
        Path lib = Files.createDirectory(directory.resolve("lib"));
        try (ZipOutputStream jar =
                new ZipOutputStream(Files.newOutputStream(lib.resolve("arkeeper-member-0.1.0.jar")))) {
            ZipEntry manifest = new ZipEntry("META-INF/MANIFEST.MF");
            manifest.setTimeLocal(LocalDateTime.parse("2026-11-23T00:00:00"));
            jar.putNextEntry(manifest);
            jar.closeEntry();
        }
        Files.writeString(lib.resolve("zookeeper-3.9.5.jar"), "zookeeper");
        Files.writeString(directory.resolve("member.args"), """
                # A comment
                -XX:+UseG1GC
                -cp
                @HOME@/lib/arkeeper-member-0.1.0.jar
                """);
    }

    @Test
    void theClassicPathsAreThere() throws IOException {
        assertThat(summary(new ZooKeeperFiles(MemberDistribution.read(directory)).tree()))
                .containsEntry("opt/zookeeper", "-> zookeeper-3.9.5")
                .containsEntry("opt/zookeeper-3.9.5/zookeeper-3.9.5.jar", "-> lib/zookeeper-3.9.5.jar")
                .containsEntry("opt/zookeeper-3.9.5/conf", "-> /var/lib/zookeeper/conf")
                .containsEntry("usr/bin/zkCli.sh", "-> /opt/zookeeper/bin/zkCli.sh")
                .containsEntry("usr/bin/zkServer.sh", "-> /opt/zookeeper/bin/zkServer.sh")
                .containsEntry("usr/bin/zkOk.sh", "-> /opt/zookeeper/bin/zkOk.sh")
                .containsEntry("usr/bin/zkMetrics.sh", "-> /opt/zookeeper/bin/zkMetrics.sh")
                .containsEntry("usr/share/zookeeper/zookeeper-3.9.5.jar", "-> /opt/zookeeper/lib/zookeeper-3.9.5.jar")
                .containsEntry("usr/share/zookeeper/jline.jar", "-> /opt/zookeeper/lib/jline.jar")
                .containsEntry("opt/zookeeper-3.9.5/lib/zookeeper-3.9.5.jar", "zookeeper")
                .containsEntry("var/lib/zookeeper", "750 of 1000");
    }

    @Test
    void theMembersLayerHoldsItsOwnJarsAndLinksTheOthers() throws IOException {
        assertThat(summary(new MemberFiles(MemberDistribution.read(directory), true).tree()))
                .containsEntry(
                        "opt/arkeeper/lib/zookeeper-3.9.5.jar", "-> ../../zookeeper-3.9.5/lib/zookeeper-3.9.5.jar")
                .containsEntry("opt/arkeeper/member.args", """
                        -XX:AOTCache=/opt/arkeeper/member.aot
                        -XX:+UseG1GC
                        -cp
                        /opt/arkeeper/lib/arkeeper-member-0.1.0.jar
                        """)
                .containsEntry("opt/arkeeper/client.args", """
                        -XX:+UseSerialGC
                        -XX:TieredStopAtLevel=1
                        -Xms16m
                        -Xmx128m
                        -XX:-UsePerfData
                        -Dfile.encoding=UTF-8
                        -XX:AOTCache=/opt/arkeeper/member.aot
                        -cp
                        /opt/arkeeper/lib/arkeeper-member-0.1.0.jar:/opt/arkeeper/lib/commons-cli.jar:/opt/arkeeper/lib/jline.jar
                        """);
    }

    @Test
    void withoutACacheNothingRefersToOne() throws IOException {
        assertThat(summary(new MemberFiles(MemberDistribution.read(directory), false).tree())
                        .toString())
                .doesNotContain("AOT");
    }

    @Test
    void versionsAndTimeComeFromTheJars() throws IOException {
        MemberDistribution distribution = MemberDistribution.read(directory);

        assertThat(distribution.arkeeperVersion()).isEqualTo("0.1.0");
        assertThat(distribution.zooKeeperVersion()).isEqualTo("3.9.5");
        assertThat(distribution.built()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void aFolderWithoutADistributionIsRefused() {
        Path elsewhere = directory.resolve("lib");

        assertThatThrownBy(() -> MemberDistribution.read(elsewhere))
                .hasMessage(
                        "%s is no distribution of the member, expected lib/ and member.args; build the module member first",
                        elsewhere);
    }

    private static SortedMap<String, String> summary(FileTree tree) throws IOException {
        SortedMap<String, String> summary = new TreeMap<>();
        for (Map.Entry<String, Node> node : tree.nodes().entrySet()) {
            summary.put(node.getKey(), summary(node.getValue()));
        }
        return summary;
    }

    private static String summary(Node node) throws IOException {
        return switch (node) {
            case Node.Link link -> "-> " + link.target();
            case Node.Directory folder -> "%o of %d".formatted(folder.mode(), folder.owner());
            case Node.RegularFile file -> {
                try (InputStream in = file.content().open()) {
                    yield new String(in.readAllBytes(), UTF_8);
                }
            }
        };
    }
}
