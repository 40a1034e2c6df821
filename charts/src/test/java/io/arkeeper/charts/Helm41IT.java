package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The newest Helm that the chart supports. */
class Helm41IT extends RealHelmContract {

    Helm41IT() {
        super(RealHelm.V4_1);
    }

    @Override
    String errorForAnUnknownServer() {
        return "- at '': additional properties 'server' not allowed";
    }

    @Test
    void notes_areThoseOfHelmInProcess() throws Exception {
        assertThat(RealHelm.V4_1.notes(MYZK).strip()).isEqualTo(HELM.notes(MYZK).strip());
    }
}
