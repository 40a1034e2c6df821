package io.arkeeper.member.database;

import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.core.database.Finding;
import io.arkeeper.core.database.LogContent;
import io.arkeeper.core.database.SnapshotContent;
import io.arkeeper.core.database.Zxid;
import io.arkeeper.core.database.ZxidRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a {@link DatabaseState} says, in words and as the fields of a JSON object. */
public final class DatabaseReport {

    private final DatabaseState state;

    public DatabaseReport(DatabaseState state) {
        this.state = state;
    }

    /** Sentences, one a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        state.snapshots().forEach(snapshot -> lines.add(line(snapshot)));
        state.logs().forEach(log -> lines.add(line(log)));
        state.findings().stream()
                .filter(finding -> !isOfOneFile(finding))
                .forEach(finding -> lines.add(mark(finding) + finding));
        lines.add("");
        lines.add(epochs());
        lines.add(sentence());
        return lines;
    }

    /** What it comes to. */
    public String sentence() {
        if (state.isEmpty()) {
            return "There is no database here.";
        }
        String good = state.restorable() < 0
                ? "Nothing of it can be read"
                : "Good up to %s%s"
                        .formatted(
                                Zxid.text(state.restorable()),
                                state.lastAt().map(at -> " of " + at).orElse(""));
        return "%s; %s; %s.".formatted(good, loss(), start());
    }

    private String loss() {
        if (state.seen() <= state.restorable()) {
            return "nothing is lost";
        }
        return "what lies behind it up to %s would be lost: %d %s"
                .formatted(
                        Zxid.text(state.seen()),
                        state.lost(),
                        state.lost() == 1 ? "transaction that is still there" : "transactions that are still there");
    }

    private String start() {
        if (!state.starts()) {
            return "a member does not start with it";
        }
        return state.isSound() ? "a member starts with it" : "a member would start with it, and say nothing";
    }

    private String epochs() {
        return "Epochs: accepted %s, current %s."
                .formatted(
                        state.epochs().accepted().isPresent()
                                ? state.epochs().accepted().getAsLong()
                                : "none",
                        state.epochs().current().isPresent()
                                ? state.epochs().current().getAsLong()
                                : "none");
    }

    private boolean isOfOneFile(Finding finding) {
        return state.snapshots().stream()
                        .anyMatch(file -> file.finding().filter(finding::equals).isPresent())
                || state.logs().stream().anyMatch(file -> file.findings().contains(finding));
    }

    private static String line(SnapshotContent snapshot) {
        return snapshot.finding()
                .map(finding -> mark(finding) + finding)
                .orElseGet(() -> "ok       %s: %d znodes, %d bytes"
                        .formatted(snapshot.file(), snapshot.nodes(), snapshot.bytes()));
    }

    private static String line(LogContent log) {
        String runs = log.runs().isEmpty()
                ? "no transaction"
                : "%d transactions, %s to %s"
                        .formatted(
                                log.records(),
                                Zxid.text(log.runs().getFirst().first()),
                                Zxid.text(log.runs().getLast().last()));
        if (log.findings().isEmpty()) {
            return "ok       %s: %s".formatted(log.file(), runs);
        }
        Finding finding = log.findings().getFirst();
        return "%s%s; before it %s".formatted(mark(finding), finding, runs);
    }

    private static String mark(Finding finding) {
        return finding.isDamage() ? "DAMAGED  " : "ok, but  ";
    }

    /** For machines, and for {@code recover}. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sentence", sentence());
        fields.put("sound", state.isSound());
        fields.put("starts", state.starts());
        fields.put("empty", state.isEmpty());
        fields.put("restorable", Zxid.text(state.restorable()));
        fields.put("seen", Zxid.text(state.seen()));
        fields.put("lost", state.lost());
        state.lastAt().ifPresent(at -> fields.put("lastAt", at.toString()));
        state.epochs().accepted().ifPresent(epoch -> fields.put("acceptedEpoch", epoch));
        state.epochs().current().ifPresent(epoch -> fields.put("currentEpoch", epoch));
        fields.put(
                "findings",
                state.findings().stream().map(DatabaseReport::fields).toList());
        fields.put(
                "snapshots",
                state.snapshots().stream().map(DatabaseReport::fields).toList());
        fields.put("logs", state.logs().stream().map(DatabaseReport::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", finding.file());
        fields.put("offset", finding.offset());
        fields.put("what", finding.what());
        fields.put("damage", finding.isDamage());
        return fields;
    }

    private static Map<String, Object> fields(SnapshotContent snapshot) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", snapshot.file());
        fields.put("zxid", Zxid.text(snapshot.zxid()));
        fields.put("znodes", snapshot.nodes());
        fields.put("bytes", snapshot.bytes());
        fields.put("sound", snapshot.isSound());
        return fields;
    }

    private static Map<String, Object> fields(LogContent log) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", log.file());
        fields.put("transactions", log.records());
        fields.put("runs", log.runs().stream().map(DatabaseReport::text).toList());
        fields.put("beyond", log.beyond().stream().map(DatabaseReport::text).toList());
        return fields;
    }

    private static String text(ZxidRun run) {
        return "%s-%s".formatted(Zxid.text(run.first()), Zxid.text(run.last()));
    }
}
