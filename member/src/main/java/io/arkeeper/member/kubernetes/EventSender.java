package io.arkeeper.member.kubernetes;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.membership.MembershipStep.Add;
import io.arkeeper.core.membership.MembershipStep.Change;
import io.arkeeper.core.membership.MembershipStep.Remove;
import io.arkeeper.member.kubernetes.ApiServer.Reply;
import io.arkeeper.member.kubernetes.ApiServer.Silence;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each change of the membership an Event of the ensemble's StatefulSet, for {@code kubectl describe} and {@code
 * kubectl events}.
 *
 * <p>On a thread of its own and as well as it goes: the log has the same sentences, so nothing waits for an Event, and one
 * that cannot be made is forgotten.
 */
public final class EventSender implements Consumer<Change>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);

    private static final int MOST_WAITING = 32;
    private static final int LONGEST_MESSAGE = 1024; // characters; the API refuses more

    private final ApiServer api;
    private final MemberIdentity self;
    private final InstantSource clock;
    private final ExecutorService sending = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("events").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    public EventSender(ApiServer api, MemberIdentity self, InstantSource clock) {
        this.api = api;
        this.self = self;
        this.clock = clock;
    }

    /** Returns at once. */
    @Override
    public void accept(Change change) {
        sending.execute(() -> send(change));
    }

    private void send(Change change) {
        try {
            Reply set = api.get(StatefulSetReader.path(self.namespace(), self.ensemble()));
            if (set.status() != 200) {
                LOG.debug("no Event: Kubernetes answers {} about the StatefulSet", set.status());
                return;
            }
            Reply made = api.post(
                    "/api/v1/namespaces/%s/events".formatted(self.namespace()), event(change, uid(set.body())));
            if (made.status() / 100 != 2) {
                LOG.debug("no Event: Kubernetes answers {}", made.status());
            }
        } catch (Silence | IOException e) {
            LOG.debug("no Event: {}", e.getMessage());
        }
    }

    private static String uid(String set) throws IOException {
        return JSON.std.mapFrom(set).get("metadata") instanceof Map<?, ?> metadata
                ? String.valueOf(metadata.get("uid"))
                : "";
    }

    private String event(Change change, String uid) throws IOException {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("apiVersion", "v1");
        event.put("kind", "Event");
        event.put(
                "metadata",
                Map.of(
                        "name", "%s.%x".formatted(self.ensemble(), (clock.millis() << 8) | (change.version() & 0xff)),
                        "namespace", self.namespace()));
        event.put(
                "involvedObject",
                Map.of(
                        "apiVersion",
                        "apps/v1",
                        "kind",
                        "StatefulSet",
                        "namespace",
                        self.namespace(),
                        "name",
                        self.ensemble(),
                        "uid",
                        uid));
        event.put("type", "Normal");
        event.put("reason", reason(change));
        String message = change.reason();
        event.put("message", message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
        event.put("source", Map.of("component", "arkeeper", "host", self.podName()));
        event.put("firstTimestamp", now);
        event.put("lastTimestamp", now);
        event.put("count", 1);
        return JSON.std.asString(event);
    }

    private static String reason(Change change) {
        return switch (change) {
            case Add add -> "MemberAdded";
            case Remove remove -> "MemberRemoved";
        };
    }

    @Override
    public void close() {
        sending.shutdown();
    }
}
