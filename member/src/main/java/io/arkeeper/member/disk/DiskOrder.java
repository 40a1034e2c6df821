package io.arkeeper.member.disk;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a member was told to do with its disk at its next start, in {@code recovery.json}. It stays until all of it is
 * done, and each step can be done again, so a process that ends half-way goes on where it stopped.
 */
public sealed interface DiskOrder {

    /** Tells this order from an earlier one of the same kind. */
    String id();

    /** Put the database aside and be filled again by the leader. */
    record Resync(String id) implements DiskOrder {}

    /**
     * Copy the database, then be the only voter of a new configuration.
     *
     * @param epoch no member has ever agreed to an epoch above this
     */
    record Reform(String id, long epoch) implements DiskOrder {}

    /** The text of the file. */
    default String text() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id());
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
        if (!(fields.get("id") instanceof String id)) {
            throw new IOException("its id is missing");
        }
        if ("resync".equals(fields.get("order"))) {
            return new Resync(id);
        }
        if ("reform".equals(fields.get("order")) && fields.get("epoch") instanceof Number epoch) {
            return new Reform(id, epoch.longValue());
        }
        throw new IOException(
                "its order is '%s', expected resync or reform with an epoch".formatted(fields.get("order")));
    }
}
