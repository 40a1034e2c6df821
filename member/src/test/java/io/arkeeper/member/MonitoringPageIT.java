package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.config.TlsSettings;
import io.arkeeper.member.config.TlsSettings.ClientAuth;
import io.arkeeper.member.testing.TestMember;
import io.arkeeper.member.testing.TestNames;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts that docs/operate/monitoring.md proposes ask for metrics that there are. */
final class MonitoringPageIT {

    private static final Path PAGE = Path.of("..", "docs", "operate", "monitoring.md");
    private static final Pattern EXPRESSION = Pattern.compile("expr: (.*)");
    private static final Pattern METRIC = Pattern.compile("([a-z_]+)\\{");
    private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-z_]+)[{ ]");
    private static final Set<String> ONCE_COUNTED = Set.of("arkeeper_refused_connections_total");

    @TempDir
    private Path root;

    @Test
    void eachMetricOfAnAlertIsOneOfAMembers() throws Exception {
        TestNames.lead("127.0.77.1", "127.0.77.2", "127.0.77.3");
        TestAuthority authority = new TestAuthority("House");
        MountedSecret secret = new MountedSecret(root.resolve("secret"))
                .put(authority.issue("*.zk-headless.test.svc.cluster.local", "localhost"), authority);
        Set<String> wanted = EXPRESSION
                .matcher(Files.readString(PAGE))
                .results()
                .flatMap(expression -> METRIC.matcher(expression.group(1)).results())
                .map(MatchResult::group)
                .map(name -> name.substring(0, name.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));

        try (TestMember member = TestMember.start(TestMember.settings(root, 0, 1)
                .withTls(new TlsSettings(secret.directory(), true, false, ClientAuth.NEED, 2281, 8443)))) {
            member.awaitReady(Duration.ofSeconds(60));
            Set<String> exposed = EXPOSED.matcher(member.get("/metrics").body())
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());

            wanted.removeAll(ONCE_COUNTED);
            assertThat(wanted).hasSizeGreaterThan(8);
            assertThat(exposed).containsAll(wanted);
        }
    }
}
