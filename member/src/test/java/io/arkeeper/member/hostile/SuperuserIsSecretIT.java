package io.arkeeper.member.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.arkeeper.member.log.LogLevel;
import io.arkeeper.member.log.Logging;
import io.arkeeper.member.server.SuperuserOfThisProcess;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The password of the superuser is nowhere but in the process, although it is used. */
final class SuperuserIsSecretIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path root;

    @BeforeEach
    void names() throws IOException {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
    }

    @Test
    void itIsInNothingThatAnybodyCanRead() throws Exception {
        String credentials = new String(SuperuserOfThisProcess.credentials(), UTF_8);
        String password = credentials.substring(credentials.indexOf(':') + 1);
        assertThat(password).hasSizeGreaterThan(30);
        try (TestMember member = TestMember.start(TestMember.settings(root, 0, 1))) {
            ListAppender<ILoggingEvent> lines = new ListAppender<>();
            lines.start();
            Logger all = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            all.addAppender(lines);
            Logging.level(LogLevel.DEBUG);
            await().atMost(DEADLINE)
                    .untilAsserted(
                            () -> assertThat(member.get("/readyz").statusCode()).isEqualTo(200));
            try (ZooKeeper admin = new ZooKeeperAdmin(member.clients(), 30_000, event -> {})) {
                admin.addAuthInfo("digest", credentials.getBytes(UTF_8));
                admin.create("/its", new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            }
            Logging.level(LogLevel.INFO);

            List<String> told = List.copyOf(lines.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
            assertThat(told).hasSizeGreaterThan(10).noneMatch(line -> line.contains(password));
            for (String path : List.of("/metrics", "/api/v1/member", "/api/v1/ensemble")) {
                assertThat(member.get(path).body()).doesNotContain(password);
            }
            assertThat(member.control(HttpRequest.newBuilder(), "/threads").body())
                    .doesNotContain(password);
            for (String word : List.of("srvr", "mntr", "envi", "conf", "cons", "dump")) {
                assertThat(answer(member, word)).doesNotContain(password);
            }
        }
        Properties properties = System.getProperties();
        assertThat(properties.stringPropertyNames().stream().map(properties::getProperty))
                .noneMatch(value -> value.contains(password));
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1).contains(password))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    private static String answer(TestMember member, String word) throws IOException {
        try (Socket socket = new Socket(member.clients().split(":", -1)[0], 2181)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(word.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
