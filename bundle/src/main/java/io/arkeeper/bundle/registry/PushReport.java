package io.arkeeper.bundle.registry;

import java.util.List;

/**
 * What a push did.
 *
 * @param present bytes of blobs that the registry had
 * @param mounted bytes of blobs that it took from a repository of its own
 * @param sent bytes that crossed the line, repetitions included
 */
public record PushReport(List<PushItem> items, long present, long mounted, long sent) {

    public PushReport {
        items = List.copyOf(items);
    }
}
