package io.arkeeper.bundle.registry;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;

/**
 * How long we wait for a registry, and how often we come back.
 *
 * @param connect until a connection stands
 * @param stall without a single byte in either direction; a slow line is no stall
 * @param overall for an exchange that carries no blob, however it trickles
 * @param attempts in all, when it is busy or fails; any progress starts the count anew
 * @param firstPause before the second attempt; doubles each time
 * @param longestPause also where the registry itself asks for more
 */
public record Patience(
        Duration connect, Duration stall, Duration overall, int attempts, Duration firstPause, Duration longestPause) {

    // A registry on object storage hashes a large blob before it answers the last request: a minute is not much.
    public static final Patience DEFAULT =
            new Patience(ofSeconds(10), ofSeconds(60), ofMinutes(5), 5, ofMillis(500), ofSeconds(30));

    Duration pauseAfter(int failures) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
        return atMost(pause);
    }

    Duration atMost(Duration asked) {
        return asked.compareTo(longestPause) > 0 ? longestPause : asked;
    }
}
