package io.arkeeper.core;

/**
 * A member's number in the ensemble: ZooKeeper's {@code myid}. By the classic rule it is the pod's ordinal plus one.
 *
 * @param value 1 to 255 (ZooKeeper puts the id into the upper byte of a session id)
 */
public record MemberId(int value) implements Comparable<MemberId> {

    public MemberId {
        if (value < 1 || value > 255) {
            throw new InvalidSetting("member id", value, "1 to 255", "use a pod ordinal from 0 to 254");
        }
    }

    public static MemberId ofOrdinal(int ordinal) {
        return new MemberId(ordinal + 1);
    }

    public int ordinal() {
        return value - 1;
    }

    @Override
    public int compareTo(MemberId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
