package io.arkeeper.systemtest.soak;

/**
 * How much was checked.
 *
 * @param heard operations whose outcome was heard, all of them checked
 * @param unheard operations that may have happened
 * @param compareAndSets how many of those that were heard were one
 * @param refused how many of these were refused
 * @param ephemerals how many ephemeral znodes were seen to go while faults happened
 * @param excused stale reads after a {@code sync} that are no violation
 */
record Checked(long heard, long unheard, long compareAndSets, long refused, long ephemerals, long excused) {

    static final Checked NOTHING = new Checked(0, 0, 0, 0, 0, 0);

    Checked plus(Checked other) {
        return new Checked(
                heard + other.heard,
                unheard + other.unheard,
                compareAndSets + other.compareAndSets,
                refused + other.refused,
                ephemerals + other.ephemerals,
                excused + other.excused);
    }
}
