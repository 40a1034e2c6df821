package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What came back; the body is small, or was written elsewhere and is empty here. */
final class Answer {

    private static final Set<Integer> WORTH_REPEATING = Set.of(408, 429, 500, 502, 503, 504);
    private static final int LONGEST_EXPLANATION = 200;

    private final URI uri;
    private final int status;
    private final Headers headers;
    private final byte[] body;

    Answer(URI uri, int status, Headers headers, byte[] body) {
        this.uri = uri;
        this.status = status;
        this.headers = headers;
        this.body = body.clone();
    }

    URI uri() {
        return uri;
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }

    Answer withBody(byte[] newBody) {
        return new Answer(uri, status, headers, newBody);
    }

    Optional<String> header(String name) {
        return headers.first(name);
    }

    boolean isWorthRepeating() {
        return WORTH_REPEATING.contains(status);
    }

    /** The status and what the registry says about it, fit for one line. */
    String inWords() {
        String explanation = explanation().replaceAll("[\\p{Cc}\\p{Cf}]+", " ").strip();
        if (explanation.isEmpty()) {
            return String.valueOf(status);
        }
        return status + ": "
                + (explanation.length() > LONGEST_EXPLANATION
                        ? explanation.substring(0, LONGEST_EXPLANATION) + "…"
                        : explanation);
    }

    private String explanation() {
        try {
            if (JSON.std.mapFrom(body).get("errors") instanceof List<?> errors
                    && !errors.isEmpty()
                    && errors.getFirst() instanceof Map<?, ?> first) {
                Object message = first.get("message") == null ? first.get("code") : first.get("message");
                return message == null ? "" : message.toString();
            }
            return "";
        } catch (IOException e) {
            // A proxy's page rather than a registry's JSON: its markup says nothing to anybody.
            String text = new String(body, UTF_8);
            return text.startsWith("<") ? "" : text;
        }
    }
}
