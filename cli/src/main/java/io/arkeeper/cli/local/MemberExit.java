package io.arkeeper.cli.local;

import java.util.Arrays;
import java.util.Optional;

/** The member's documented exit codes that starting it again does not mend. */
public enum MemberExit {
    BAD_CONFIGURATION(2, "bad configuration"),
    FOREIGN_DISK(3, "foreign disk"),
    DISK_FULL(4, "disk full"),
    DISK_NOT_WRITABLE(5, "disk not writable"),
    DATABASE_UNREADABLE(6, "database unreadable"),
    PORT_IN_USE(7, "port in use"),
    DISK_IN_USE(8, "disk in use by another process");

    private final int code;
    private final String meaning;

    MemberExit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    public static Optional<MemberExit> ofCode(int code) {
        return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
    }
}
