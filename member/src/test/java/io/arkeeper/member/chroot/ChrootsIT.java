package io.arkeeper.member.chroot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.server.SuperuserOfThisProcess;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths that the leader creates, with a real member. */
final class ChrootsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private Path root;

    @Test
    void theLeaderCreatesWhatIsWantedAndLeavesAloneWhatIsThere() throws Exception {
        TestNames.lead("127.0.77.1");
        MemberSettings settings = TestMember.settings(root, 0, 1);
        Path file = settings.config().resolve("chroots.properties");
        Files.writeString(file, "/a/b=digest:u:BvJYJfpQUrJ1UW+HYAqbHnZFFHQ=:cdrwa; world:anyone:r\n");
        try (TestMember member = TestMember.start(settings);
                ZooKeeper client = new ZooKeeper(member.clients(), 10_000, event -> {})) {
            await().atMost(DEADLINE).ignoreExceptions().until(() -> client.exists("/a/b", false) != null);
            client.addAuthInfo("digest", SuperuserOfThisProcess.credentials()); // others are not shown a digest

            assertThat(acl(client, "/a/b"))
                    .containsExactly("digest u:BvJYJfpQUrJ1UW+HYAqbHnZFFHQ= 31", "world anyone 1");
            assertThat(acl(client, "/a")).isEqualTo(acl(client, "/a/b"));

            client.create("/c", "mine".getBytes(UTF_8), ZooDefs.Ids.READ_ACL_UNSAFE, CreateMode.PERSISTENT);
            Files.writeString(file, "/c=world:anyone:cdrwa\n/c/d=world:anyone:cdrwa\n");
            await().atMost(DEADLINE).until(() -> client.exists("/c/d", false) != null);

            assertThat(acl(client, "/c")).containsExactly("world anyone 1");
            assertThat(client.getData("/c", false, null)).isEqualTo("mine".getBytes(UTF_8));
            assertThat(client.exists("/a/b", false)).isNotNull();
        }
    }

    @Test
    void whatIsMistakenIsTriedAgainUntilItIsCorrected() throws Exception {
        TestNames.lead("127.0.77.1");
        MemberSettings settings = TestMember.settings(root, 0, 1);
        Path file = settings.config().resolve("chroots.properties");
        Files.writeString(file, "/a=world:anyone:cdrwa\n/b=world:nobody:r\n/c=world:anyone:r\n");
        try (TestMember member = TestMember.start(settings);
                ZooKeeper client = new ZooKeeper(member.clients(), 10_000, event -> {})) {
            await().atMost(DEADLINE).ignoreExceptions().until(() -> client.exists("/a", false) != null);
            Files.writeString(file, "/a=nonsense\n");
            Files.writeString(file, "/c=world:anyone:r\n");

            await().atMost(DEADLINE).until(() -> client.exists("/c", false) != null);
            assertThat(client.exists("/b", false)).isNull();
        }
    }

    private static List<String> acl(ZooKeeper client, String path) throws KeeperException, InterruptedException {
        return client.getACL(path, new Stat()).stream().map(ChrootsIT::text).toList();
    }

    private static String text(ACL acl) {
        return acl.getId().getScheme() + " " + acl.getId().getId() + " " + acl.getPerms();
    }
}
