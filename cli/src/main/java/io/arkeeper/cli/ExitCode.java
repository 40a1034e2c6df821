package io.arkeeper.cli;

/** What the command ends with. The numbers are documented in each command's help and never change their meaning. */
final class ExitCode {

    static final int OK = 0;
    static final int UNEXPECTED = 1; // our bug
    static final int BAD_INPUT = 2; // picocli's own code for bad usage
    static final int NO_SPARE = 3;
    static final int NO_QUORUM = 4;
    static final int NOT_RUNNING = 5;
    static final int ALREADY_RUNNING = 6;
    static final int CANNOT_RUN_HERE = 7;
    static final int MEMBER_FAILED = 8;
    static final int WRITE_MISSING = 9;
    static final int TOO_LATE = 10;
    static final int NOT_VERIFIED = 11;
    static final int DENIED = 12;
    static final int REGISTRY_FAILED = 13;
    static final int CLUSTER_FAILED = 14;
    static final int CLUSTER_DENIED = 15;
    static final int CLUSTER_UNFIT = 16;
    static final int AFFECTED = 17; // bundle scan, which is in another package and says it itself

    private ExitCode() {}
}
