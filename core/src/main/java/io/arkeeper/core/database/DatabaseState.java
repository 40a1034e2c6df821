package io.arkeeper.core.database;

import io.arkeeper.core.database.Finding.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a database on disk reaches, and what of it is lost.
 *
 * <p>Judged as ZooKeeper loads it, but without its trust: the newest snapshot that can be read, then every transaction
 * behind it in order. ZooKeeper goes on over a gap without a word; here the good part ends before it.
 *
 * @param snapshots by zxid
 * @param logs by zxid
 * @param restorable the last good zxid: everything up to it can be read; -1 where nothing can
 * @param seen the highest zxid found anywhere, damaged or not; -1 where there is none
 * @param lastAt when the last restorable transaction was made, where a log still has it
 * @param lost how many sound transactions lie behind the good part
 * @param starts whether ZooKeeper would start from it
 * @param findings all, in the order in which the files are read
 */
public record DatabaseState(
        List<SnapshotContent> snapshots,
        List<LogContent> logs,
        Epochs epochs,
        long restorable,
        long seen,
        Optional<Instant> lastAt,
        long lost,
        boolean starts,
        List<Finding> findings) {

    public static DatabaseState of(Collection<SnapshotContent> snapshots, Collection<LogContent> logs, Epochs epochs) {
        return new Judgement(
                        snapshots.stream()
                                .sorted(Comparator.comparingLong(SnapshotContent::zxid))
                                .toList(),
                        logs.stream()
                                .sorted(Comparator.comparingLong(LogContent::start))
                                .toList(),
                        epochs)
                .state();
    }

    public boolean isEmpty() {
        return snapshots.isEmpty() && logs.isEmpty();
    }

    public boolean isSound() {
        return findings.stream().noneMatch(Finding::isDamage);
    }

    public Optional<Finding> firstDamage() {
        return findings.stream().filter(Finding::isDamage).findFirst();
    }

    /** Follows the transactions from the newest good snapshot on. */
    private static final class Judgement {

        private final List<SnapshotContent> snapshots;
        private final List<LogContent> logs;
        private final Epochs epochs;
        private final List<Finding> findings = new ArrayList<>();
        private long base = -1;
        private long reach = -1;
        private Optional<Instant> lastAt = Optional.empty();
        private boolean broken;
        private boolean starts = true;

        Judgement(List<SnapshotContent> snapshots, List<LogContent> logs, Epochs epochs) {
            this.snapshots = snapshots;
            this.logs = logs;
            this.epochs = epochs;
        }

        DatabaseState state() {
            snapshots.forEach(snapshot -> snapshot.finding().ifPresent(findings::add));
            Optional<SnapshotContent> newest =
                    snapshots.stream().filter(SnapshotContent::isSound).reduce((older, newer) -> newer);
            if (newest.isPresent()) {
                base = newest.get().zxid();
                reach = base;
                logs.forEach(this::follow);
                requireCover(newest.get());
                starts &= snapshots.stream().noneMatch(snapshot -> snapshot.zxid() > base && snapshot.isFatal());
            } else {
                withoutSnapshot();
                logs.forEach(log -> findings.addAll(log.findings()));
            }
            List<Finding> ofEpochs = epochs.examined(reach);
            findings.addAll(ofEpochs);
            starts &= ofEpochs.stream().noneMatch(finding -> finding.weight() == Weight.FATAL);
            return new DatabaseState(
                    snapshots, logs, epochs, reach, seen(), lastAt, lost(), starts, List.copyOf(findings));
        }

        private void withoutSnapshot() {
            findings.replaceAll(Finding::whereNothingElseIsLeft);
            if (!logs.isEmpty()) {
                findings.add(new Finding(
                        logs.getFirst().file(),
                        0,
                        "no snapshot can be read, and a log alone says nothing about what was before it",
                        Weight.FATAL));
            }
            starts = logs.isEmpty() && snapshots.isEmpty();
        }

        private void follow(LogContent log) {
            findings.addAll(log.findings());
            for (ZxidRun run : log.runs()) {
                follow(log, run);
            }
            if (!log.runs().isEmpty() && log.runs().getLast().last() == reach) {
                lastAt = log.lastAt();
            }
            if (log.isFatal() && isRead(log)) {
                broken = true;
                starts = false;
            }
        }

        private void follow(LogContent log, ZxidRun run) {
            if (broken || run.last() <= reach) {
                return;
            }
            if (run.first() <= reach || Zxid.follows(reach, run.first())) {
                reach = run.last();
                return;
            }
            findings.add(new Finding(
                    log.file(),
                    0,
                    "transactions between %s and %s are in no file".formatted(Zxid.text(reach), Zxid.text(run.first())),
                    Weight.DAMAGE));
            broken = true;
        }

        /** ZooKeeper begins with the last log that is not newer than the snapshot, even if that holds nothing more. */
        private boolean isRead(LogContent log) {
            return logs.stream().noneMatch(other -> other.start() > log.start() && other.start() <= base);
        }

        private void requireCover(SnapshotContent snapshot) {
            if (!broken
                    && snapshot.coveredTo().isPresent()
                    && snapshot.coveredTo().getAsLong() > reach) {
                findings.add(new Finding(
                        snapshot.file(),
                        0,
                        "it has traces of changes up to %s, but the logs end with %s"
                                .formatted(Zxid.text(snapshot.coveredTo().getAsLong()), Zxid.text(reach)),
                        Weight.REMARK));
            }
        }

        private long seen() {
            return Stream.concat(
                            snapshots.stream().filter(SnapshotContent::isSound).map(SnapshotContent::zxid),
                            Stream.concat(
                                            logs.stream().flatMap(log -> log.runs().stream()),
                                            logs.stream().flatMap(log -> log.beyond().stream()))
                                    .map(ZxidRun::last))
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(-1);
        }

        private long lost() {
            return logs.stream()
                    .flatMap(log -> Stream.concat(log.runs().stream(), log.beyond().stream()))
                    .filter(run -> run.last() > reach)
                    .mapToLong(run -> run.first() > reach ? run.count() : run.last() - reach)
                    .sum();
        }
    }
}
