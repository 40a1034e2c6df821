package io.arkeeper.cli;

import io.arkeeper.cli.DrillGround.Look;
import io.arkeeper.cli.DrillGround.Seat;
import io.arkeeper.cli.DrillKeys.WriteGap;
import io.arkeeper.cli.local.LineClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes steadily through a client in one of the pods. Where that pod is ended, its client ends too; then another goes on
 * in another one, and what the one before was last heard to have written is not forgotten.
 */
final class DrillWriter implements AutoCloseable {

    /** What one client wrote. */
    private record Stint(DrillKeys keys, WriteGap gap) {}

    /** A client that writes. */
    private record Client(LineClient client, String pod, DrillKeys keys) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    private final DrillGround ground;
    private final DrillKeys keys;
    private final List<Stint> stints = new ArrayList<>();
    private Optional<Client> current = Optional.empty();
    private WriteGap heard = WriteGap.NOTHING;

    private DrillWriter(DrillGround ground, DrillKeys keys) {
        this.ground = ground;
        this.keys = keys;
    }

    /** Begins in the first pod, which no scaling removes. */
    static DrillWriter start(DrillGround ground, DrillKeys keys, Look now) {
        DrillWriter writer = new DrillWriter(ground, keys);
        writer.begin(keys, now.seats().getFirst().pod());
        return writer;
    }

    private void begin(DrillKeys where, String pod) {
        LineClient client = ground.clientOfAll(pod);
        try {
            where.createParents(client);
            client.startWriting(where.writes());
        } catch (IllegalStateException | CommandFailure e) {
            client.close();
            throw e;
        }
        heard = WriteGap.NOTHING;
        current = Optional.of(new Client(client, pod, where));
    }

    /** Sees to it that somebody writes; what there is to tell about that, if anything. */
    Optional<String> follow(Look now) {
        if (current.isEmpty()) {
            return resume(now);
        }
        Client writing = current.get();
        try {
            DrillKeys.progress(writing.client()).ifPresent(gap -> heard = gap);
            return Optional.empty();
        } catch (IllegalStateException e) {
            stints.add(new Stint(writing.keys(), heard));
            writing.close();
            current = Optional.empty();
            return Optional.of("the client in %s ended with it, after %d acknowledged writes or some more"
                    .formatted(writing.pod(), heard.acknowledged()));
        }
    }

    private Optional<String> resume(Look now) {
        Optional<String> pod =
                now.seats().stream().filter(Seat::ready).map(Seat::pod).findFirst();
        if (pod.isEmpty() || !now.health().hasQuorum()) {
            return Optional.empty();
        }
        DrillKeys next = keys.next(stints.size() + 1);
        try {
            begin(next, pod.get());
            return Optional.of("a client in %s goes on below %s".formatted(pod.get(), next.writes()));
        } catch (IllegalStateException | CommandFailure e) {
            return Optional.empty(); // that pod is being ended, too, or nobody leads; the next look tells
        }
    }

    /** Stops writing. */
    WriteGap stop() {
        current.ifPresent(writing -> {
            try {
                heard = DrillKeys.stopWriting(writing.client());
            } catch (IllegalStateException e) {
                // it has just ended; what was heard of it last counts
            }
            stints.add(new Stint(writing.keys(), heard));
        });
        return stints.stream().map(Stint::gap).reduce(WriteGap.NOTHING, WriteGap::and);
    }

    /**
     * The acknowledged writes of all clients that are not there, as a client in {@code pod} sees it; after {@link #stop()}.
     * Where all are, they are taken away.
     */
    List<String> missing(String pod) {
        try (LineClient reader = ground.clientOfAll(pod)) {
            List<String> missing = new ArrayList<>();
            for (Stint stint : stints) {
                missing.addAll(stint.keys().missing(reader, stint.gap().acknowledged()));
            }
            if (missing.isEmpty()) {
                DrillKeys.tidy(reader, keys.run());
            }
            return missing;
        } catch (IllegalStateException e) {
            throw new CommandFailure(
                    ExitCode.TOO_LATE,
                    "what was written below %s cannot be read: %s".formatted(keys.run(), e.getMessage()));
        }
    }

    @Override
    public void close() {
        current.ifPresent(Client::close);
    }
}
