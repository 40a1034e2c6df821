package io.arkeeper.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks of an earlier ensemble of the same name come back among the members of a new one. */
final class EarlierEnsembleST {

    private static final String OLD = "/of-the-earlier-ensemble";
    private static final int CONTROL_PORT = 8081;

    @TempDir
    private Path root;

    @TempDir
    private Path shelf;

    private TestEnsemble ensemble;
    private CheckedWrites writes;

    @AfterEach
    void stop() throws Exception {
        if (writes != null) {
            writes.close();
        }
        ensemble.close();
    }

    /**
     * The later the epoch, the later are configurations and transactions, too. In the same epoch as the new ensemble's nothing
     * in ZooKeeper tells the two apart.
     */
    private void earlierEnsemble(int servers, int epochs) throws Exception {
        ensemble = TestEnsemble.started(root, servers, servers);
        for (int epoch = 2; epoch <= epochs; epoch++) {
            String leader = ensemble.leader();
            ensemble.pods().delete(leader);
            ensemble.leaderOtherThan(leader);
            ensemble.awaitReady();
        }
        try (ZooKeeper client = TestEnsemble.connect(ensemble.clients())) {
            client.create(OLD, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            for (int number = 0; number < 200; number++) {
                client.create(
                        OLD + "/" + number,
                        Integer.toString(number).getBytes(UTF_8),
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT);
            }
        }
    }

    private void newEnsembleOfTheFirstThree() throws Exception {
        for (String pod : ensemble.names().subList(0, 3)) {
            ensemble.wipe(pod);
            ensemble.pods().start(pod);
        }
        ensemble.awaitReady(3);
        writes = CheckedWrites.to(ensemble);
    }

    private void nothingOfTheEarlierOneIsSeenAndNoWriteIsLost() throws Exception {
        writes.awaitMore(20);
        writes.stopAndCheck(ensemble);
        for (String pod : ensemble.running()) {
            try (ZooKeeper client = TestEnsemble.connect(ensemble.clientsOf(pod))) {
                assertThat(client.exists(OLD, false)).as("%s at %s", OLD, pod).isNull();
            }
        }
    }

    @ParameterizedTest(name = "after {0} epochs")
    @ValueSource(ints = {1, 4})
    void claimsKeptFromAnEarlierEnsembleAreSafeToScaleUpWith(int epochs) throws Exception {
        earlierEnsemble(5, epochs);
        ensemble.scale(3);
        ensemble.stopBeyond(3);
        ensemble.awaitVoters(3);
        ensemble.stopAll();
        newEnsembleOfTheFirstThree();

        ensemble.scale(5);
        ensemble.names().subList(3, 5).forEach(ensemble.pods()::start);

        ensemble.awaitVoters(5);
        ensemble.awaitReady(5);
        nothingOfTheEarlierOneIsSeenAndNoWriteIsLost();
        for (String pod : ensemble.names().subList(3, 5)) {
            assertThat(ensemble.pods().data(pod).resolve("set-aside/data/version-2"))
                    .isNotEmptyDirectory();
        }
    }

    @Test
    void aDiskOfAnEarlierEnsembleWaitsUntilItIsToldToResync() throws Exception {
        earlierEnsemble(3, 4);
        ensemble.stopAll();
        String stray = ensemble.pod(2);
        Path kept = shelf.resolve("kept");
        Files.move(ensemble.pods().data(stray), kept);
        Files.createDirectories(ensemble.pods().data(stray));
        newEnsembleOfTheFirstThree();
        ensemble.stop(stray);
        ensemble.wipe(stray);
        Files.delete(ensemble.pods().data(stray));
        Files.move(kept, ensemble.pods().data(stray));

        ensemble.pods().start(stray);

        assertThat(ensemble.awaitReason(stray, "arkeeper member resync"))
                .matches("this disk belongs to ensemble [0-9a-f]{16}, but .* belong to [0-9a-f]{16};"
                        + " where that is the right one, give 'arkeeper member resync' for zk-zookeeper-2, which puts"
                        + " the data on this disk aside; where it is not, bring back the disks of 1 of"
                        + " zk-zookeeper-0, zk-zookeeper-1 that belong to [0-9a-f]{16}");
        writes.awaitMore(50);
        assertThat(resync(stray)).startsWith("202");
        ensemble.awaitReady();
        nothingOfTheEarlierOneIsSeenAndNoWriteIsLost();
        theDiskNeverGoesBackToWhatItKnewBefore(stray);
    }

    private void theDiskNeverGoesBackToWhatItKnewBefore(String pod) {
        ensemble.stop(pod);
        ensemble.pods().start(pod);
        ensemble.awaitReady();
        assertThat(List.of(
                        ensemble.ask(pod).orElseThrow().configVersion().orElseThrow(),
                        ensemble.ask(pod).orElseThrow().config().orElseThrow().voters()))
                .isEqualTo(List.of(
                        ensemble.ask(ensemble.pod(0))
                                .orElseThrow()
                                .configVersion()
                                .orElseThrow(),
                        ensemble.ask(ensemble.pod(0))
                                .orElseThrow()
                                .config()
                                .orElseThrow()
                                .voters()));
    }

    private String resync(String pod) throws IOException, InterruptedException {
        URI uri = URI.create("http://%s:%d/resync".formatted(ensemble.pods().address(pod), CONTROL_PORT));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }
}
