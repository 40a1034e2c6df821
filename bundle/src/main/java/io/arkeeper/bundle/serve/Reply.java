package io.arkeeper.bundle.serve;

import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.JsonWriter;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the registry answers; nothing of it is written yet. */
sealed interface Reply {

    int status();

    /** All but {@code Content-Length}. */
    SortedMap<String, String> headers();

    long length();

    /** A document, from memory. */
    final class Document implements Reply {
        private final int status;
        private final SortedMap<String, String> headers;
        private final byte[] bytes;

        Document(int status, SortedMap<String, String> headers, byte[] bytes) {
            this.status = status;
            this.headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
            this.bytes = bytes.clone();
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public SortedMap<String, String> headers() {
            return headers;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    /** A blob or a part of it, from the file. */
    record Blob(int status, SortedMap<String, String> headers, Digest digest, long first, long length)
            implements Reply {

        public Blob {
            headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        }
    }

    static Reply json(int status, SortedMap<String, Object> body) {
        return new Document(status, sorted("Content-Type", "application/json"), JsonWriter.bytes(body));
    }

    /** OCI's form of an error. */
    static Reply error(int status, String code, String message) {
        return json(
                status,
                JsonWriter.object()
                        .put(
                                "errors",
                                List.of(JsonWriter.object()
                                        .put("code", code)
                                        .put("message", message)
                                        .done()))
                        .done());
    }

    /** The same with one more header. */
    default Reply with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers());
        more.put(name, value);
        return switch (this) {
            case Document document -> new Document(document.status(), more, document.bytes());
            case Blob blob -> new Blob(blob.status(), more, blob.digest(), blob.first(), blob.length());
        };
    }

    static SortedMap<String, String> sorted(String name, String value) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put(name, value);
        return headers;
    }
}
