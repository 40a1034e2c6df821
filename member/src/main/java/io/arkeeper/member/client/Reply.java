package io.arkeeper.member.client;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line of JSON: what was asked, whether it went well, and what came back. */
final class Reply {

    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Reply(String operation, boolean ok) {
        fields.put("op", operation);
        fields.put("ok", ok);
    }

    static Reply ok(String operation) {
        return new Reply(operation, true);
    }

    static Reply failed(String operation, String error) {
        return new Reply(operation, false).with("error", error);
    }

    Reply with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    String line() {
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
