package io.arkeeper.bundle.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.WritableByteChannel;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One request; its body can be opened anew for each attempt. */
record Call(String method, URI uri, SortedMap<String, String> headers, Optional<Body> body) {

    Call {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** Bytes of a known length. */
    interface Body {
        long length();

        /** Writes some of them, at least one and at most {@code count}; says how many. */
        long transferTo(WritableByteChannel out, long offset, long count) throws IOException;
    }

    static Call of(String method, URI uri) {
        return new Call(method, uri, Collections.emptySortedMap(), Optional.empty());
    }

    Call with(String header, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Call(method, uri, more, body);
    }

    Call carrying(Body newBody) {
        return new Call(method, uri, headers, Optional.of(newBody));
    }
}
