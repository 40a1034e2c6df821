package io.arkeeper.member.disk;

import java.util.Locale;

/** How far a member has come with the ensemble its disk belongs to, as noted in {@code member.json}. */
enum Phase {
    /** It looks for its ensemble; the disk is empty but for what it proposes to call a new one. */
    NEW,
    /** It began to form a new ensemble. */
    FORMING,
    /** It began to join an existing one and has no data yet. */
    JOINING,
    /** It has served as part of a quorum. */
    MEMBER;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
