package io.arkeeper.charts;

/** The oldest Helm that the chart supports. It prints notes only with a cluster at hand. */
class Helm317IT extends RealHelmContract {

    Helm317IT() {
        super(RealHelm.V3_17);
    }

    @Override
    String errorForAnUnknownServer() {
        return "- (root): Additional property server is not allowed";
    }
}
