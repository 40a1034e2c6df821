package io.arkeeper.core.membership;

import io.arkeeper.core.InvalidSetting;
import java.time.Duration;

/**
 * The time between the request to stop a member and the kill, and what it is good for.
 *
 * <p>A member that leaves waits for its removal as long as it can: where its vote is needed because others are away, every
 * second in which these may come back can save the quorum.
 *
 * @param whole what the pod has, {@code terminationGracePeriodSeconds}
 */
public record GracePeriod(Duration whole) {

    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SERVER_STOPS = Duration.ofSeconds(25); // the longest that a server may take
    private static final Duration RESERVE = Duration.ofSeconds(5); // the process ends, and the kubelet sees it

    /** What the chart gives a pod. */
    public static final GracePeriod DEFAULT = new GracePeriod(Duration.ofSeconds(60));

    public GracePeriod {
        if (whole.compareTo(SHORTEST) < 0 || whole.compareTo(LONGEST) > 0) {
            throw new InvalidSetting(
                    "terminationGracePeriodSeconds", whole.toSeconds(), "30 to 86400", "use its default, 60");
        }
    }

    /** How long the server has to stop: of a short period half, so that there is time to leave as well. */
    public Duration toStop() {
        Duration half = Duration.ofSeconds(whole.minus(RESERVE).toSeconds() / 2);
        return half.compareTo(SERVER_STOPS) < 0 ? half : SERVER_STOPS;
    }

    /** How long a member that leaves waits for its removal: 30→13, 60→30, 600→570 seconds. */
    public Duration toLeave() {
        return whole.minus(RESERVE).minus(toStop());
    }
}
