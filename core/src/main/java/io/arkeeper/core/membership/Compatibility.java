package io.arkeeper.core.membership;

import io.arkeeper.core.Verdict;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a member may join by the ZooKeeper it runs. Those of one minor version understand each other; others may while
 * everybody is upgraded, but nobody new is let in meanwhile.
 */
public final class Compatibility {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\D.*)?");

    private Compatibility() {}

    /**
     * @param leaders the leader's version
     * @param joiners the version of who knocks
     */
    public static Verdict judge(String leaders, String joiners) {
        Matcher own = VERSION.matcher(leaders);
        Matcher other = VERSION.matcher(joiners);
        if (!own.matches() || !other.matches()) {
            return Verdict.yes("versions cannot be compared: %s and %s".formatted(leaders, joiners));
        }
        int difference = number(own) - number(other);
        if (difference == 0) {
            return Verdict.yes("ZooKeeper %s goes with %s".formatted(joiners, leaders));
        }
        return Verdict.no("it runs ZooKeeper %s, which is too %s for the leader's %s; bring all members to one image"
                .formatted(joiners, difference > 0 ? "old" : "new", leaders));
    }

    private static int number(Matcher version) {
        return Integer.parseInt(version.group(1)) * 10_000 + Integer.parseInt(version.group(2));
    }
}
