package io.arkeeper.member.disk;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a member was told to do with its disk at its next start, in {@code recovery.json}. It stays until all of it is
 * done, and each step can be done again, so a process that ends half-way goes on where it stopped.
 */
public sealed interface DiskOrder {

    /** Tells this order from an earlier one of the same kind. */
    String id();

    /** When it was given. What was decided from that moment's disks must not be done much later. */
    Instant at();

    /** Put the database aside and be filled again by the leader. */
    record Resync(String id, Instant at) implements DiskOrder {}

    /**
     * Copy the database, then be the only voter of a new configuration.
     *
     * @param epoch no member has ever agreed to an epoch above this
     */
    record Reform(String id, Instant at, long epoch) implements DiskOrder {}

    /** The text of the file. */
    default String text() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id());
        fields.put("at", at().toString());
        switch (this) {
            case Resync resync -> fields.put("order", "resync");
            case Reform reform -> {
                fields.put("order", "reform");
                fields.put("epoch", reform.epoch());
            }
        }
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields) + "\n";
    }

    /** @throws IOException where the text is no order */
    static DiskOrder parse(String text) throws IOException {
        Map<String, Object> fields = JSON.std.mapFrom(text);
        if (!(fields.get("id") instanceof String id) || !(fields.get("at") instanceof String at)) {
            throw new IOException("its id or its time is missing");
        }
        Instant given = instant(at);
        if ("resync".equals(fields.get("order"))) {
            return new Resync(id, given);
        }
        if ("reform".equals(fields.get("order")) && fields.get("epoch") instanceof Number epoch) {
            return new Reform(id, given, epoch.longValue());
        }
        throw new IOException(
                "its order is '%s', expected resync or reform with an epoch".formatted(fields.get("order")));
    }

    private static Instant instant(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("its time is '%s'".formatted(text), e);
        }
    }
}
