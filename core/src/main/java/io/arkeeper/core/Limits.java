package io.arkeeper.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How much of a member its clients may take, so that none of them can take all of it.
 *
 * @param connections to one member from everywhere, 0 = unlimited
 * @param requestBytes the largest request; members send each other no larger ones either
 * @param outstandingRequests requests under way from which on a client that has one under way has to wait
 * @param largeRequestBytes what all requests under way above 128 KiB may take together
 * @param sessionsPerSecond sessions that one member begins or takes over, 0 = unlimited
 * @param malformedPerSecond malformed messages of clients that one member puts up with, 0 = any number
 * @param words the four-letter words that are answered
 */
public record Limits(
        int connections,
        int requestBytes,
        int outstandingRequests,
        int largeRequestBytes,
        int sessionsPerSecond,
        int malformedPerSecond,
        List<String> words) {

    public static final Limits DEFAULT =
            new Limits(2000, 1_048_575, 1000, 104_857_600, 1000, 20, List.of("srvr", "mntr", "ruok"));

    private static final int SMALLEST_REQUEST = 65_536; // bytes; the configuration of many members has to fit
    private static final int LARGE_REQUEST = 131_072; // bytes

    public Limits {
        words = List.copyOf(words);
        List<String> problems = new ArrayList<>();
        atLeast(problems, "connections", connections, 0, "use 2000");
        atLeast(problems, "requestBytes", requestBytes, SMALLEST_REQUEST, "use 1048575");
        atLeast(problems, "outstandingRequests", outstandingRequests, 1, "use 1000");
        atLeast(
                problems,
                "largeRequestBytes",
                largeRequestBytes,
                requestBytes,
                "raise it, or lower limits.requestBytes");
        atLeast(problems, "sessionsPerSecond", sessionsPerSecond, 0, "use 1000");
        atLeast(problems, "malformedPerSecond", malformedPerSecond, 0, "use 20");
        for (String word : words) {
            if (!word.matches("[a-z]{4}|\\*")) {
                problems.add(new InvalidSetting("limits.words", "'" + word + "'", "four letters or *", "use srvr")
                        .getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    private static void atLeast(List<String> problems, String name, int found, int least, String advice) {
        if (found < least) {
            problems.add(new InvalidSetting("limits." + name, found, least + " or more", advice).getMessage());
        }
    }

    /**
     * The limits as keys of {@code zoo.cfg}. {@code requestBytes} is not among them: ZooKeeper takes it from the system
     * property {@code jute.maxbuffer} alone. {@code malformedPerSecond} is not ZooKeeper's.
     */
    SequencedMap<String, Object> keys() {
        SequencedMap<String, Object> keys = new LinkedHashMap<>();
        keys.put("maxCnxns", connections);
        keys.put("globalOutstandingLimit", outstandingRequests);
        keys.put("largeRequestThreshold", LARGE_REQUEST);
        keys.put("largeRequestMaxBytes", largeRequestBytes);
        keys.put("connection_throttle_tokens", sessionsPerSecond);
        keys.put("connection_throttle_fill_time", 1000); // milliseconds
        keys.put("connection_throttle_fill_count", Math.max(1, sessionsPerSecond));
        keys.put("4lw.commands.whitelist", String.join(",", words));
        return keys;
    }
}
