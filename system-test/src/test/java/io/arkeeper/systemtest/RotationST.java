package io.arkeeper.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.testing.ClientFiles;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and their authority are replaced, again and again, under clients that write all the time. */
final class RotationST {

    private static final int ROTATIONS = 20;
    private static final int SECURE = 2281;
    private static final String VALUES = """
            tls: {enabled: true, extraNames: [127.0.211.1, 127.0.211.2, 127.0.211.3]}
            tickTimeMs: 2000
            """;
    private static final String[] NAMES = {
        "*.zk-zookeeper-headless.test.svc.cluster.local", "127.0.211.1", "127.0.211.2", "127.0.211.3"
    };

    @TempDir
    private Path root;

    private final TestAuthority next = new TestAuthority("Next");
    private TestEnsemble ensemble;
    private int replaced;

    @Test
    void twentyCertificatesAndANewAuthorityCostNoWrite() throws Exception {
        try (TestEnsemble started = TestEnsemble.started(root, 3, VALUES)) {
            ensemble = started;
            await().atMost(TestEnsemble.DEADLINE).until(() -> ensemble.sum("arkeeper_tls_required") == 3);
            Map<String, String> members = ensemble.pods().release().configMaps().get("Secret zk-zookeeper-tls");
            String former = members.get("ca.crt");
            AtomicReference<ClientFiles> files = new AtomicReference<>(clientOfTheFormerAuthority(former));
            List<TlsWriter> steady = new ArrayList<>();
            for (String pod : ensemble.names()) {
                steady.add(TlsWriter.steady(secure(pod), "/" + pod, files.get()));
            }
            try (TlsWriter comingAnew = TlsWriter.comingAnew(allSecure(), "/anew", files::get)) {
                long begun = System.nanoTime();

                replace(new Issued(members.get("tls.crt"), members.get("tls.key")), former + next.certificate());
                for (int rotation = 0; rotation < ROTATIONS; rotation++) {
                    replace(next.issue(NAMES), former + next.certificate());
                }
                files.set(ClientFiles.write(root.resolve("next"), next.issue("app.example"), next));
                int written = comingAnew.acknowledged();
                await().atMost(TestEnsemble.DEADLINE).until(() -> comingAnew.acknowledged() > written + 1);
                replace(next.issue(NAMES), next.certificate());

                double seconds = (System.nanoTime() - begun) / 1e9;
                requireProgress(steady);
                requireProgress(List.of(comingAnew));
                List<TlsWriter> all = new ArrayList<>(steady);
                all.add(comingAnew);
                for (TlsWriter writer : all) {
                    writer.close();
                }
                assertThat(ensemble.restarts().values()).as("restarts").containsOnly(0);
                assertThat(ensemble.sum("arkeeper_tls_material_refusals_total")).isZero();
                assertThat(all).as("writes that failed").allMatch(writer -> writer.failures()
                        .isEmpty());
                assertThat(all).as("connections that were lost").allMatch(writer -> writer.reconnects() == 0);
                try (ZooKeeper client = TlsWriter.connect(allSecure(), files.get(), () -> {})) {
                    for (TlsWriter writer : all) {
                        assertThat(writer.found(client)).isEqualTo(writer.acknowledged());
                    }
                }
                System.out.println(String.format(
                        Locale.ROOT,
                        "%d replacements in %.0f s: %d writes over 3 connections and %d each over a new one, none failed",
                        replaced,
                        seconds,
                        steady.stream().mapToInt(TlsWriter::acknowledged).sum(),
                        comingAnew.acknowledged()));
            }
            ensemble.loseLeader();
        }
    }

    private ClientFiles clientOfTheFormerAuthority(String former) throws IOException {
        Map<String, String> made = ensemble.pods().release().configMaps().get("Secret zk-zookeeper-tls-client");
        return ClientFiles.write(
                root.resolve("former"),
                new Issued(made.get("tls.crt"), made.get("tls.key")),
                former + next.certificate());
    }

    private String secure(String pod) {
        return ensemble.pods().address(pod) + ":" + SECURE;
    }

    private String allSecure() {
        return String.join(",", ensemble.names().stream().map(this::secure).toList());
    }

    /** Has the Secret swapped, and waits until all members use what it holds. */
    private void replace(Issued issued, String authorities) {
        ensemble.pods().change(Map.of("tls.crt", issued.certificate(), "tls.key", issued.key(), "ca.crt", authorities));
        replaced++;
        for (PodStatus pod : ensemble.statuses()) {
            await(pod.pod() + " has replaced its certificate " + replaced + " times")
                    .atMost(TestEnsemble.DEADLINE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> metric(pod, "arkeeper_tls_material_adopted_total") == replaced);
        }
    }

    private static void requireProgress(List<TlsWriter> writers) {
        for (TlsWriter writer : writers) {
            int before = writer.acknowledged();
            await().atMost(TestEnsemble.DEADLINE).until(() -> writer.acknowledged() > before + 1);
        }
    }

    private static double metric(PodStatus pod, String name) {
        return MetricsPage.of(pod.address()).sum(name);
    }
}
