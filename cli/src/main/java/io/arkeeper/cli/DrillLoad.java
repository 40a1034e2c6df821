package io.arkeeper.cli;

import io.arkeeper.cli.DrillGround.Look;
import io.arkeeper.cli.DrillGround.Seat;
import io.arkeeper.cli.DrillKeys.WriteGap;
import io.arkeeper.cli.local.EnsembleHealth;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Steady writes while others do something to the ensemble: every change of its health is told, and in the end every
 * acknowledged write is looked for.
 */
final class DrillLoad {

    private static final long LOOK_EVERY_MILLIS = 100;

    private final DrillGround ground;
    private final PrintWriter out;
    private final Timeline timeline;
    private String told = "";

    DrillLoad(DrillGround ground, PrintWriter out) {
        this.ground = ground;
        this.out = out;
        this.timeline = new Timeline(out);
    }

    /** Writes for as long as {@code goOn}. */
    int run(BooleanSupplier goOn) throws InterruptedException {
        Look start = ground.look();
        if (!start.health().hasQuorum()) {
            throw new CommandFailure(ExitCode.NO_QUORUM, start.health().sentence());
        }
        tellChange(start);
        DrillKeys keys = DrillKeys.at(Instant.now());
        try (DrillWriter writer = DrillWriter.start(ground, keys, start)) {
            timeline.tell("a client writes below %s".formatted(keys.writes()));
            while (goOn.getAsBoolean()) {
                Look now = ground.look();
                tellChange(now);
                writer.follow(now).ifPresent(timeline::tell);
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            WriteGap gap = writer.stop();
            timeline.tell("%d writes were acknowledged; the longest gap was %.0f ms"
                    .formatted(gap.acknowledged(), gap.longestMillis()));
            return readBack(writer, gap.acknowledged());
        }
    }

    private int readBack(DrillWriter writer, int acknowledged) throws InterruptedException {
        List<String> missing = writer.missing(servingPod());
        if (!missing.isEmpty()) {
            timeline.tell(
                    "of %d acknowledged writes %d are missing: %s".formatted(acknowledged, missing.size(), missing));
            return ExitCode.WRITE_MISSING;
        }
        timeline.tell("all %d acknowledged writes are there".formatted(acknowledged));
        out.printf("%nNothing was lost.%n");
        out.flush();
        return ExitCode.OK;
    }

    /** Waits for one from which can be read what was written. */
    private String servingPod() throws InterruptedException {
        Stopwatch waiting = Stopwatch.sinceNow();
        while (true) {
            Look now = ground.look();
            tellChange(now);
            Optional<Seat> ready = now.seats().stream().filter(Seat::ready).findFirst();
            if (ready.isPresent() && now.health().hasQuorum()) {
                return ready.get().pod();
            }
            if (waiting.elapsed().compareTo(DrillKeys.PATIENCE) > 0) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "what was written cannot be read within %d s: %s"
                                .formatted(
                                        DrillKeys.PATIENCE.toSeconds(),
                                        now.health().sentence()));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private void tellChange(Look now) {
        EnsembleHealth health = now.health();
        long pods = now.seats().stream().filter(Seat::ready).count();
        String sentence = pods == now.seats().size()
                ? health.sentence()
                : "%s %d of %d members are ready."
                        .formatted(health.sentence(), pods, now.seats().size());
        if (!sentence.equals(told)) {
            timeline.tell(sentence);
            told = sentence;
        }
    }
}
