package io.arkeeper.member.kubernetes;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.membership.Scale;
import io.arkeeper.member.kubernetes.ApiServer.Reply;
import io.arkeeper.member.kubernetes.ApiServer.Silence;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** Reads the {@code replicas} of a StatefulSet of the member's own release from Kubernetes' API. */
public final class StatefulSetReader implements Function<String, Scale> {

    private final ApiServer api;
    private final String namespace;

    public StatefulSetReader(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    static String path(String namespace, String statefulSet) {
        return "/apis/apps/v1/namespaces/%s/statefulsets/%s".formatted(namespace, statefulSet);
    }

    /** Never throws, and takes a few seconds at most. */
    @Override
    public Scale apply(String statefulSet) {
        try {
            Reply reply = api.get(path(namespace, statefulSet));
            return switch (reply.status()) {
                case 200 -> replicas(reply.body());
                case 404 -> new Scale.Gone();
                case 401, 403 ->
                    new Scale.Unknown(
                            "Kubernetes answers %d: the service account may not get StatefulSet %s; the chart's rbac.create allows it"
                                    .formatted(reply.status(), statefulSet));
                default -> new Scale.Unanswered("Kubernetes answers %d".formatted(reply.status()));
            };
        } catch (Silence e) {
            return e.isPassing() ? new Scale.Unanswered(e.getMessage()) : new Scale.Unknown(e.getMessage());
        } catch (IOException e) {
            return new Scale.Unanswered("Kubernetes answers with something else: " + e);
        }
    }

    private static Scale replicas(String body) throws IOException {
        Map<String, Object> object = JSON.std.mapFrom(body);
        if (object.get("metadata") instanceof Map<?, ?> metadata && metadata.get("deletionTimestamp") != null) {
            return new Scale.Gone(); // deleted in the foreground: it stays until its pods have ended
        }
        return object.get("spec") instanceof Map<?, ?> spec && spec.get("replicas") instanceof Number count
                ? new Scale.Replicas(count.intValue())
                : new Scale.Unanswered("Kubernetes answers without spec.replicas");
    }
}
