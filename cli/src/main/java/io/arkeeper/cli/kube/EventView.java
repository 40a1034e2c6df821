package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * An event.
 *
 * @param kind of the object it is about, e.g. Pod
 * @param object that object's name
 * @param uid that object's; pods of a StatefulSet follow each other under one name
 */
public record EventView(
        String kind, String object, String uid, String reason, String message, boolean isWarning, Instant at) {

    public static EventView of(Tree event) {
        Tree about = event.tree("involvedObject");
        return new EventView(
                about.text("kind").orElse(""),
                about.text("name").orElse(""),
                about.text("uid").orElse(""),
                event.text("reason").orElse(""),
                event.text("message").orElse(""),
                event.text("type").equals(Optional.of("Warning")),
                PodView.instant(event, "lastTimestamp")
                        .or(() -> PodView.instant(event.tree("series"), "lastObservedTime"))
                        .or(() -> PodView.instant(event, "eventTime"))
                        .or(() -> PodView.instant(event.tree("metadata"), "creationTimestamp"))
                        .orElse(Instant.EPOCH));
    }
}
