package io.arkeeper.cli;

import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.release.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where one drill writes.
 *
 * @param run the node above everything it writes
 */
record DrillKeys(String run) {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String ROOT = "/arkeeper-drill";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss.SSS").withZone(ZoneOffset.UTC);
    private static final int CHECKS_PER_SECOND = 50; // far fewer than any machine does

    static DrillKeys at(Instant start) {
        return new DrillKeys(ROOT + "/" + STAMP.format(start));
    }

    String key() {
        return run + "/foo";
    }

    /** Above what is written steadily. */
    String writes() {
        return run + "/writes";
    }

    /** The same of another client, which follows one that has ended. */
    DrillKeys next(int client) {
        return new DrillKeys("%s/client-%d".formatted(run, client));
    }

    void createParents(LineClient client) {
        Set<String> parents = new LinkedHashSet<>();
        for (int slash = run.indexOf('/', 1); slash > 0; slash = run.indexOf('/', slash + 1)) {
            parents.add(run.substring(0, slash));
        }
        parents.add(run);
        parents.add(writes());
        for (String path : parents) {
            Tree answer = client.ask("create %s drill".formatted(path), PATIENCE);
            if (!answer.isTrue("ok") && !answer.text("error").equals(Optional.of("NodeExists"))) {
                throw new CommandFailure(ExitCode.TOO_LATE, "%s cannot be created: %s".formatted(path, why(answer)));
            }
        }
    }

    /** How far the client is; empty where it does not tell. */
    static Optional<WriteGap> progress(LineClient client) {
        Tree answer = client.ask("write-progress", PATIENCE);
        return answer.isTrue("ok") ? Optional.of(WriteGap.of(answer)) : Optional.empty();
    }

    /** Has the client stop writing. */
    static WriteGap stopWriting(LineClient client) {
        return WriteGap.of(client.ask("write-stop", PATIENCE));
    }

    /**
     * The acknowledged writes that are not there.
     *
     * @throws CommandFailure where they cannot be read
     */
    List<String> missing(LineClient client, int acknowledged) {
        Tree check = client.ask(
                "check %s %d".formatted(writes(), acknowledged),
                PATIENCE.plusSeconds(acknowledged / CHECKS_PER_SECOND));
        if (!check.isTrue("ok")) {
            throw new CommandFailure(
                    ExitCode.TOO_LATE,
                    "the %d acknowledged writes below %s cannot be read: %s"
                            .formatted(acknowledged, writes(), why(check)));
        }
        return check.texts("missing");
    }

    /**
     * Takes away what was written steadily, once it was seen to be there: thousands of nodes that nobody asked for.
     *
     * @return why they stay, where they do
     */
    static Optional<String> tidy(LineClient client, String path) {
        try {
            Tree answer = client.ask("deleteall " + path, PATIENCE);
            return answer.isTrue("ok") ? Optional.empty() : Optional.of("%s stays: %s".formatted(path, why(answer)));
        } catch (IllegalStateException e) { // the client has ended
            return Optional.of("%s stays: %s".formatted(path, e.getMessage()));
        }
    }

    static String why(Tree answer) {
        return answer.text("error").orElse("the answer has other data");
    }

    /**
     * What a client that writes steadily saw.
     *
     * @param longestMillis the longest time between two acknowledged writes
     */
    record WriteGap(int acknowledged, double longestMillis) {

        static final WriteGap NOTHING = new WriteGap(0, 0);

        WriteGap and(WriteGap other) {
            return new WriteGap(acknowledged + other.acknowledged, Math.max(longestMillis, other.longestMillis));
        }

        private static WriteGap of(Tree answer) {
            return new WriteGap(
                    answer.number("acknowledged", 0),
                    Double.parseDouble(answer.text("longestGapMs").orElse("0")));
        }
    }
}
