package io.arkeeper.systemtest.bench;

import io.arkeeper.systemtest.bench.Handover.Stage;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code make bench-handover} writes.
 *
 * @param zooKeeper the version that both run
 */
record HandoverReport(Machine machine, String zooKeeper, List<Event> events) {

    /** A way to lose a leader, and what was found of it, turn by turn. */
    record Event(String name, List<Handover> plain, List<Handover> members) {}

    String text() {
        return """
                # The time without a leader

                Written by `make bench-handover`, %s.

                Three servers, plain ZooKeeper %s and members of the same jars, JVM and flags, lose their leader turn by turn in the same run,
                %d times each, while a stock client writes one value after another. Milliseconds: the median, and the worst in brackets.

                | | plain ZooKeeper | Arkeeper | ratio of the medians |
                |---|---|---|---|
                %s

                Without a leader, by the servers' own word: from the old leader's last `Mode: leader` to the next one's first. A client
                notices more of it: every server ends its connections when it loses the leader, and the stock client waits up to a
                second, by chance, before it connects anew, to whichever comes next, and again where that is the one that has gone.
                That is the client's own, and the same whatever the servers do.

                ## Where the time goes

                Medians, from the log of the server that leads next; what it does not show is `-`. Those of one column need not add up
                to the median of the whole.

                | | %s |
                |---|%s|
                %s
                """.formatted(
                        machine.sentence(),
                        zooKeeper,
                        events.getFirst().plain().size(),
                        events.stream().flatMap(HandoverReport::rows).collect(Collectors.joining("\n")),
                        events.stream()
                                .map(event -> "%1$s: plain | %1$s: Arkeeper".formatted(event.name()))
                                .collect(Collectors.joining(" | ")),
                        events.stream().map(event -> "---|---").collect(Collectors.joining("|")),
                        Stream.concat(
                                        Stream.of(Stage.values()).map(this::row),
                                        Stream.of("| then the client's back-off and its way back | %s |"
                                                .formatted(columns(HandoverReport::late))))
                                .collect(Collectors.joining("\n")));
    }

    private static Stream<String> rows(Event event) {
        return Stream.of(
                row(event.name() + ": without a leader", event, Handover::leaderless),
                row(
                        event.name() + ": the client's longest gap between two acknowledged writes",
                        event,
                        Handover::clientGap),
                row(event.name() + ": of it, after the next leader served", event, Handover::clientLate));
    }

    private static String row(String what, Event event, ToDoubleFunction<Handover> figure) {
        Figures theirs = Figures.of(event.plain(), figure);
        Figures ours = Figures.of(event.members(), figure);
        return String.format(
                Locale.ROOT,
                "| %s | %.0f (%.0f) | %.0f (%.0f) | %s |",
                what,
                theirs.median(),
                theirs.worst(),
                ours.median(),
                ours.worst(),
                theirs.median() > 0 ? String.format(Locale.ROOT, "%.2f", ours.median() / theirs.median()) : "-");
    }

    private String row(Stage stage) {
        return "| %s | %s |".formatted(stage, columns(rounds -> median(rounds, stage)));
    }

    private interface Column {
        String of(List<Handover> rounds);
    }

    private String columns(Column column) {
        return events.stream()
                .flatMap(event -> Stream.of(column.of(event.plain()), column.of(event.members())))
                .collect(Collectors.joining(" | "));
    }

    private static String late(List<Handover> rounds) {
        return String.format(
                Locale.ROOT, "%.0f", Figures.of(rounds, Handover::clientLate).median());
    }

    private static String median(List<Handover> rounds, Stage stage) {
        List<Handover> known = rounds.stream()
                .filter(round -> round.stages().containsKey(stage))
                .toList();
        return known.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.0f",
                        Figures.of(known, round -> round.stages().get(stage)).median());
    }
}
