package io.arkeeper.member;

/**
 * Why the process ended, for {@code kubectl describe pod} and for whoever restarts it. The numbers are documented and
 * never change their meaning.
 */
public enum ExitCode {
    OK(0, "orderly stop"),
    UNEXPECTED(1, "an unexpected failure: our bug, with a stack trace in the log"),
    BAD_CONFIGURATION(2, "the configuration cannot be used"),
    FOREIGN_DISK(3, "the disk belongs to another member, or to another ensemble than the others"),
    DISK_FULL(4, "the disk is full"),
    DISK_NOT_WRITABLE(5, "the data directory cannot be written"),
    DATABASE_UNREADABLE(6, "a transaction log or snapshot is damaged"),
    PORT_IN_USE(7, "a port or address cannot be bound"),
    DISK_IN_USE(8, "another process uses the same disk");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
