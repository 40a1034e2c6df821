package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.cli.testing.FakeCluster;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusWatchTest {

    @TempDir
    private Path state;

    /** Also away from a terminal: what has not changed is not said again. */
    @Test
    void onlyWhatHasChangedIsShownAgain() throws InterruptedException {
        FakeCluster cluster = FakeCluster.withEnsemble();
        Surroundings surroundings = Run.withCluster(state, cluster, "");
        String before = Run.of(surroundings, "status").out();
        cluster.meanwhile("/statefulsets", 3, () -> cluster.scaledTo(5)); // at the third look from now on
        StringWriter out = new StringWriter();

        Thread watching = Thread.ofVirtual().start(() -> Run.of(out, surroundings, "status", "--watch"));
        await().until(() -> out.toString().contains("5 voters are wanted, 3 vote.\n"));
        watching.interrupt();
        watching.join();

        assertThat(out.toString()).startsWith(before + "\n");
        assertThat(out.toString().lines().filter(line -> line.contains(" leads in epoch 1;")))
                .hasSize(2);
        assertThat(out.toString().substring(before.length() + 1))
                .startsWith("NAME ")
                .contains("\nmyzk-zookeeper-3  -      no ");
    }
}
