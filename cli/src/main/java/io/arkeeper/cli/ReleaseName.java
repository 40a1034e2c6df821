package io.arkeeper.cli;

/** The name of a release: a DNS label, because pods and Services are called after it. */
record ReleaseName(String text) {

    static final String DEFAULT = "myzk";

    private static final int LONGEST = 42; // `NAME-zookeeper` and a revision's hash have to fit into a label's 63

    ReleaseName {
        DnsLabel.require("the name", text, LONGEST, DEFAULT);
    }

    @Override
    public String toString() {
        return text;
    }
}
