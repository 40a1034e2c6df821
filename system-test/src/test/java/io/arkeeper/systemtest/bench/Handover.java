package io.arkeeper.systemtest.bench;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One leader lost, and the next one found; in milliseconds.
 *
 * @param leaderless from the old leader's last {@code Mode: leader} to the next one's first, by the servers' own word
 * @param clientGap the longest between two acknowledged writes of a stock client meanwhile
 * @param clientLate how much of that was after the next leader served: the client's back-off, and its way back
 * @param stages of {@code leaderless}, as far as the next leader's log shows them
 */
record Handover(double leaderless, double clientGap, double clientLate, Map<Stage, Double> stages) {

    /** What the next leader is at, in this order. */
    enum Stage {
        NOTICED("the connections to the old leader end, and that is noticed"),
        VOTED("votes are exchanged"),
        FINALIZED("a quorum agrees, and the election waits for others (`finalizeWait`)"),
        CONNECTED("a follower connects (`leaderConnectDelayDuringRetryMs` between its tries), the epoch is agreed on"),
        SYNCED("the follower is synced"),
        SERVES("request processors start, and it says that it leads");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final String ELECTION = "New election. ";
    private static final String VOTE = "Notification: my state:LOOKING";
    private static final String LEADS = "Peer state changed: leading";
    private static final String SYNCHRONIZES = "Peer state changed: leading - synchronization";
    private static final String SUPPORTED = "Have quorum of supporters";

    /**
     * How long each stage took; those that the log does not show are absent.
     *
     * @param log of the next leader
     * @param lost when the old one said the last time that it led
     * @param serves when the next one said so
     */
    static Map<Stage, Double> stages(List<LogLine> log, Instant lost, Instant serves) {
        List<LogLine> meanwhile = log.stream()
                .filter(line -> !line.at().isBefore(lost) && !line.at().isAfter(serves))
                .toList();
        Optional<Instant> begins = first(meanwhile, ELECTION);
        Optional<Instant> leads = lastEnding(meanwhile, LEADS);
        Optional<Instant> voted = leads.flatMap(until -> last(meanwhile, VOTE, until));
        Map<Stage, Double> stages = new EnumMap<>(Stage.class);
        Optional<Instant> synchronizes = last(meanwhile, SYNCHRONIZES, serves);
        Optional<Instant> supported = last(meanwhile, SUPPORTED, serves);
        put(stages, Stage.NOTICED, Optional.of(lost), begins);
        put(stages, Stage.VOTED, begins, voted);
        put(stages, Stage.FINALIZED, voted, leads);
        put(stages, Stage.CONNECTED, leads, synchronizes);
        put(stages, Stage.SYNCED, synchronizes, supported);
        put(stages, Stage.SERVES, supported, Optional.of(serves));
        return stages;
    }

    private static void put(Map<Stage, Double> stages, Stage stage, Optional<Instant> from, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent()) {
            stages.put(stage, (double) (to.get().toEpochMilli() - from.get().toEpochMilli()));
        }
    }

    private static Optional<Instant> first(List<LogLine> log, String words) {
        return log.stream()
                .filter(line -> line.text().contains(words))
                .map(LogLine::at)
                .findFirst();
    }

    private static Optional<Instant> lastEnding(List<LogLine> log, String words) {
        return log.stream()
                .filter(line -> line.text().endsWith(words))
                .map(LogLine::at)
                .reduce((earlier, later) -> later);
    }

    private static Optional<Instant> last(List<LogLine> log, String words, Instant until) {
        return log.stream()
                .filter(line -> line.text().contains(words) && !line.at().isAfter(until))
                .map(LogLine::at)
                .reduce((earlier, later) -> later);
    }
}
