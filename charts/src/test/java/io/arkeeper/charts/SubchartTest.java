package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart as a part of another one. */
class SubchartTest {

    @TempDir
    Path directory;

    @Test
    void aParentChart_setsValuesBelowItsName() throws Exception {
        Release parent = MYZK.of(ParentChart.in(directory))
                .with("{zookeeper: {enabled: true, servers: 5}, global: {imageRegistry: somewhere}}");

        assertThat(HELM.render(MYZK.with("servers: 5")).differencesTo(HELM.render(parent)))
                .isEmpty();
    }

    @Test
    void aParentChart_switchesItOffByItsCondition() throws Exception {
        Release parent = MYZK.of(ParentChart.in(directory)).with("zookeeper: {enabled: false}");

        assertThat(HELM.render(parent).objects()).isEmpty();
    }

    @Test
    void anAlias_isTheNameOfItsObjects() throws Exception {
        Release parent = MYZK.of(ParentChart.withAlias(directory, "quorum"));

        assertThat(HELM.render(MYZK.with("nameOverride: quorum")).differencesTo(HELM.render(parent)))
                .allMatch(difference ->
                        difference.endsWith(" metadata.labels[helm.sh/chart]: zookeeper-0.1.0 -> quorum-0.1.0"))
                .hasSize(8);
    }

    @Test
    void aMisspeltKeyInAParentChart_isRefused() {
        Release parent = MYZK.of(ParentChart.in(directory)).with("zookeeper: {server: 5}");

        assertThat(Refusal.schemaErrors(HELM, parent))
                .containsExactly("- at '': additional properties 'server' not allowed");
    }
}
