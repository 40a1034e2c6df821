package io.arkeeper.cli;

import io.arkeeper.cli.DrillGround.Look;
import io.arkeeper.cli.DrillGround.Seat;
import io.arkeeper.cli.DrillKeys.WriteGap;
import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.LineClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
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

    /** Writes through a client of the first member, which no scaling removes, for as long as {@code goOn}. */
    int run(BooleanSupplier goOn) throws InterruptedException {
        Look start = ground.look();
        if (!start.health().hasQuorum()) {
            throw new CommandFailure(ExitCode.NO_QUORUM, start.health().sentence());
        }
        tellChange(start);
        DrillKeys keys = DrillKeys.at(Instant.now());
        String host = start.seats().getFirst().pod();
        try (LineClient client = ground.clientOfAll(host)) {
            keys.createParents(client);
            client.startWriting(keys.writes());
            timeline.tell("a client writes below %s".formatted(keys.writes()));
            while (goOn.getAsBoolean()) {
                tellChange(ground.look());
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            WriteGap gap = DrillKeys.stopWriting(client);
            timeline.tell("%d writes were acknowledged; the longest gap was %.0f ms"
                    .formatted(gap.acknowledged(), gap.longestMillis()));
            return readBack(client, keys, gap);
        }
    }

    private int readBack(LineClient client, DrillKeys keys, WriteGap gap) {
        List<String> missing = keys.missing(client, gap.acknowledged());
        if (!missing.isEmpty()) {
            timeline.tell("of %d acknowledged writes %d are missing: %s"
                    .formatted(gap.acknowledged(), missing.size(), missing));
            return ExitCode.WRITE_MISSING;
        }
        timeline.tell("all %d acknowledged writes are there".formatted(gap.acknowledged()));
        out.printf("%nNothing was lost.%n");
        out.flush();
        return ExitCode.OK;
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
