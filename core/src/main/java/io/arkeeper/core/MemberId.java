package io.arkeeper.core;

/**
 * A member's number in the ensemble: ZooKeeper's {@code myid}. By the classic rule a voter's is its pod's ordinal plus
 * one; an observer's begins at 101, out of reach of any number of voters, so that neither ever has to make room for the
 * other.
 *
 * @param value 1 to 255 (ZooKeeper puts the id into the upper byte of a session id)
 */
public record MemberId(int value) implements Comparable<MemberId> {

    /** How many voters, and how many observers, there are numbers for. */
    public static final int MOST = 100;

    /** The highest that ZooKeeper knows. */
    public static final int HIGHEST = 255;

    private static final int FIRST_OBSERVER = MOST + 1;

    public MemberId {
        if (value < 1 || value > HIGHEST) {
            throw new InvalidSetting("member id", value, "1 to " + HIGHEST, "ZooKeeper knows no other");
        }
    }

    /** The id of the pod at an ordinal of the voters' StatefulSet. */
    public static MemberId ofOrdinal(int ordinal) {
        return numbered(ordinal, 1);
    }

    /** The id of the pod at an ordinal of the observers' StatefulSet. */
    public static MemberId ofObserver(int ordinal) {
        return numbered(ordinal, FIRST_OBSERVER);
    }

    private static MemberId numbered(int ordinal, int first) {
        if (ordinal < 0 || ordinal >= MOST) {
            throw new InvalidSetting("pod ordinal", ordinal, "0 to " + (MOST - 1), "scale to " + MOST + " or fewer");
        }
        return new MemberId(ordinal + first);
    }

    /** Whether the id is one of those that observers have. */
    public boolean isObserver() {
        return value >= FIRST_OBSERVER;
    }

    /** The pod's ordinal in the StatefulSet of its kind. */
    public int ordinal() {
        return value - (isObserver() ? FIRST_OBSERVER : 1);
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
