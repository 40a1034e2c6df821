package io.arkeeper.cli;

import io.arkeeper.cli.DrillGround.Look;
import io.arkeeper.cli.DrillGround.Seat;
import io.arkeeper.cli.DrillKeys.WriteGap;
import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.release.Tree;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The classic failover walk-through:
 *
 * <ol>
 *   <li>write a key through one member, read it through another;
 *   <li>stop the leader while a client writes, see who leads next and how long no write was acknowledged;
 *   <li>delete all members at once, see them come back;
 *   <li>read the key and every acknowledged write.
 * </ol>
 *
 * <p>What a member is, and how it is deleted, the {@link DrillGround} knows.
 */
final class Drill {

    static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration STEADY_WRITES = Duration.ofMillis(500); // before and after the leader's loss
    private static final long LOOK_EVERY_MILLIS = 10;

    private final DrillGround ground;
    private final PrintWriter out;
    private final Timeline timeline;

    Drill(DrillGround ground, PrintWriter out) {
        this.ground = ground;
        this.out = out;
        this.timeline = new Timeline(out);
    }

    int run() throws InterruptedException {
        Look start = ground.look();
        EnsembleHealth before = start.health();
        if (!before.hasQuorum()) {
            throw new CommandFailure(ExitCode.NO_QUORUM, before.sentence());
        }
        tell(before.sentence());
        DrillKeys keys = DrillKeys.at(Instant.now());
        MemberView leader = before.leader().orElseThrow();
        List<String> others = start.seats().stream()
                .map(Seat::pod)
                .filter(pod -> !pod.equals(leader.name()))
                .toList();
        String first = others.isEmpty() ? leader.name() : others.getFirst();
        String second = others.isEmpty() ? first : others.getLast();

        WriteGap gap;
        try (LineClient writer = ground.clientOf(first);
                LineClient reader = ground.clientOf(second);
                LineClient background = ground.clientOfAll(first)) {
            keys.createParents(writer);
            create(writer, keys.key(), "bar", first);
            read(reader, keys.key(), "bar", second);
            gap = stopTheLeader(background, keys.writes(), leader, before);
        }
        deleteAll();
        return readBack(keys, gap, first);
    }

    private WriteGap stopTheLeader(LineClient background, String prefix, MemberView leader, EnsembleHealth before)
            throws InterruptedException {
        background.startWriting(prefix);
        Thread.sleep(STEADY_WRITES);
        Seat stopped = ground.look().seat(leader.name());
        Stopwatch loss = Stopwatch.sinceNow();
        ground.delete(List.of(leader.name()));
        tell("stopped the leader, %s, while a client writes".formatted(leader.name()));

        EnsembleHealth next = await(
                        "another leader",
                        now -> now.health().hasQuorum()
                                && now.health().leader().orElseThrow().epoch().orElse(0L)
                                        > before.leader().orElseThrow().epoch().orElse(0L))
                .health();
        tell("%s leads in epoch %s, %d ms later"
                .formatted(next.leader().orElseThrow().name(), epoch(next), millis(loss)));
        await(leader.name() + " back", now -> allServe(now) && isAnother(now.seat(leader.name()), stopped));
        tell("%s is back, %d ms later".formatted(leader.name(), millis(loss)));
        tellModes();

        Thread.sleep(STEADY_WRITES);
        WriteGap gap = DrillKeys.stopWriting(background);
        tell("%d writes were acknowledged; the longest gap was %.0f ms"
                .formatted(gap.acknowledged(), gap.longestMillis()));
        return gap;
    }

    private void deleteAll() throws InterruptedException {
        Look before = ground.look();
        Stopwatch loss = Stopwatch.sinceNow();
        ground.delete(before.seats().stream().map(Seat::pod).toList());
        tell("deleted all members");
        await(
                "all members back",
                now -> allServe(now)
                        && now.seats().stream().allMatch(seat -> isAnother(seat, before.seat(seat.pod()))));
        tell("all members are back and serve, %d ms later".formatted(millis(loss)));
        tellModes();
    }

    private int readBack(DrillKeys keys, WriteGap gap, String through) {
        try (LineClient reader = ground.clientOfAll(through)) {
            Tree answer = synced(reader, keys.key());
            boolean isThere = answer.isTrue("ok") && answer.text("data").equals(Optional.of("bar"));
            tell((isThere ? "read %s again: bar" : "%s is not there any more").formatted(keys.key()));

            List<String> missing = keys.missing(reader, gap.acknowledged());
            if (!isThere || !missing.isEmpty()) {
                tell("of %d acknowledged writes %d are missing: %s"
                        .formatted(gap.acknowledged(), missing.size(), missing));
                return ExitCode.WRITE_MISSING;
            }
            tell("all %d acknowledged writes are there".formatted(gap.acknowledged()));
            DrillKeys.tidy(reader, keys.writes()).ifPresent(this::tell);
        }
        out.printf(
                "%nThe leader's loss cost %.0f ms without writes, seen by the stock client. Nothing was lost.%n",
                gap.longestMillis());
        return ExitCode.OK;
    }

    private void create(LineClient writer, String key, String data, String through) {
        Tree answer = writer.ask("create %s %s".formatted(key, data), DrillKeys.PATIENCE);
        if (!answer.isTrue("ok")) {
            throw new CommandFailure(
                    ExitCode.TOO_LATE, "%s cannot be created: %s".formatted(key, DrillKeys.why(answer)));
        }
        tell("wrote %s = %s through %s (%s ms)"
                .formatted(key, data, through, answer.text("ms").orElse("?")));
    }

    private void read(LineClient reader, String key, String expected, String through) {
        Tree answer = synced(reader, key);
        if (!answer.text("data").equals(Optional.of(expected))) {
            throw new CommandFailure(
                    ExitCode.WRITE_MISSING,
                    "%s cannot be read through %s: %s".formatted(key, through, DrillKeys.why(answer)));
        }
        tell("read it through %s (%s ms)".formatted(through, answer.text("ms").orElse("?")));
    }

    /** Reads what the leader has, not what this member has already heard of. */
    private static Tree synced(LineClient reader, String key) {
        reader.ask("sync " + key, DrillKeys.PATIENCE);
        return reader.ask("get " + key, DrillKeys.PATIENCE);
    }

    private Look await(String what, Predicate<Look> condition) throws InterruptedException {
        Stopwatch waiting = Stopwatch.sinceNow();
        while (true) {
            Look now = ground.look();
            if (condition.test(now)) {
                return now;
            }
            if (waiting.elapsed().compareTo(DrillKeys.PATIENCE) > 0) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "waited %d s for %s; %s"
                                .formatted(
                                        DrillKeys.PATIENCE.toSeconds(),
                                        what,
                                        now.health().sentence()));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static boolean allServe(Look now) {
        return now.health().hasQuorum()
                && now.health().serving() == now.health().voters()
                && now.seats().stream().allMatch(Seat::ready);
    }

    private static boolean isAnother(Seat now, Seat before) {
        return !now.incarnation().isEmpty() && !now.incarnation().equals(before.incarnation());
    }

    private void tellModes() {
        Look now = ground.look();
        tell(now.seats().stream()
                .map(seat -> seat.pod()
                        + " "
                        + Optional.ofNullable(now.members().get(seat.pod()))
                                .map(MemberView::role)
                                .orElse("silent"))
                .collect(Collectors.joining(", ")));
    }

    private static String epoch(EnsembleHealth health) {
        return health.leader().flatMap(MemberView::epoch).map(String::valueOf).orElse("?");
    }

    private static long millis(Stopwatch since) {
        return since.elapsed().toMillis();
    }

    private void tell(String sentence) {
        timeline.tell(sentence);
    }
}
