package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.registry.PushListener.How;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;

/** Shows a push to somebody. One call at a time. */
interface PushReporter {

    /** The least time between two positions. */
    Duration interval();

    void position(PushProgress.Position position);

    default void blob(String repository, Digest digest, long size, How how) {}

    default void manifest(String repository, String reference, Digest digest, boolean wasPresent) {}

    /** A line for people. */
    default void say(String line) {}

    /** An event for programs. */
    default void event(SortedMap<String, Object> event) {}

    /** On a terminal: one line that is written anew. */
    record Terminal(PrintWriter out) implements PushReporter {

        private static final String CLEAR = "\r\u001b[K";

        @Override
        public Duration interval() {
            return Duration.ofMillis(200);
        }

        @Override
        public void position(PushProgress.Position position) {
            out.print(CLEAR + line(position));
            out.flush();
        }

        @Override
        public void say(String line) {
            out.println(CLEAR + line);
            out.flush();
        }
    }

    /** In a log: a line every few seconds. */
    record Lines(PrintWriter out) implements PushReporter {

        @Override
        public Duration interval() {
            return Duration.ofSeconds(5);
        }

        @Override
        public void position(PushProgress.Position position) {
            say(line(position));
        }

        @Override
        public void say(String line) {
            out.println(line);
            out.flush();
        }
    }

    /** For programs: one JSON object a line. */
    record Events(PrintWriter out) implements PushReporter {

        @Override
        public Duration interval() {
            return Duration.ofSeconds(1);
        }

        @Override
        public void position(PushProgress.Position position) {
            JsonWriter json = named("progress").put("done", position.done()).put("total", position.total());
            position.bytesPerSecond().ifPresent(rate -> json.put("bytesPerSecond", rate));
            position.secondsLeft().ifPresent(left -> json.put("secondsLeft", left));
            event(json.done());
        }

        @Override
        public void blob(String repository, Digest digest, long size, How how) {
            event(named("blob")
                    .put("repository", repository)
                    .put("digest", digest.toString())
                    .put("size", size)
                    .put("how", how.name().toLowerCase(Locale.ROOT))
                    .done());
        }

        @Override
        public void manifest(String repository, String reference, Digest digest, boolean wasPresent) {
            event(named("manifest")
                    .put("repository", repository)
                    .put("reference", reference)
                    .put("digest", digest.toString())
                    .put("how", wasPresent ? "present" : "sent")
                    .done());
        }

        @Override
        public void event(SortedMap<String, Object> event) {
            out.println(new String(JsonWriter.bytes(event), StandardCharsets.UTF_8));
            out.flush();
        }
    }

    static JsonWriter named(String event) {
        return JsonWriter.object().put("event", event);
    }

    /** {@code 12.3 MiB of 68.0 MiB, 18 %, 45.1 MiB/s, 2 s left}. */
    static String line(PushProgress.Position position) {
        StringBuilder line = new StringBuilder("%s of %s, %d %%"
                .formatted(
                        Amount.of(position.done()),
                        Amount.of(position.total()),
                        position.total() == 0 ? 100 : position.done() * 100 / position.total()));
        position.bytesPerSecond()
                .ifPresent(rate -> line.append(", ").append(Amount.of(rate)).append("/s"));
        if (position.done() < position.total()) {
            position.secondsLeft()
                    .ifPresent(left ->
                            line.append(", ").append(Amount.ofTime(left)).append(" left"));
        }
        return line.toString();
    }
}
