package io.arkeeper.systemtest.kube;

import static io.arkeeper.systemtest.kube.Namespace.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helm and our own command make the same of the same values, and each goes on with what the other has made. */
final class HandoverIT {

    private static final String RELEASE = "myzk";
    private static final String KINDS =
            "statefulsets,services,configmaps,poddisruptionbudgets,serviceaccounts,roles,rolebindings";
    /** What Kubernetes adds to each object of its own, and so differs from one to the next. */
    private static final Set<String> ITS_OWN =
            Set.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "namespace");

    private static final Set<String> ASSIGNED = Set.of("clusterIP", "clusterIPs");

    private static Cluster cluster;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireCluster() {
        cluster = Cluster.require();
    }

    @Test
    void helmAndTheCommandAndRenderedManifestsAreTheSame() throws Exception {
        Path values = Files.writeString(directory.resolve("values.yaml"), SMALL + "antiAffinity: soft\n");
        try (Namespace ours = cluster.namespace("ours");
                Namespace helms = cluster.namespace("helms");
                Namespace applied = cluster.namespace("applied")) {
            helms.begin(RELEASE, SMALL, "antiAffinity: soft");
            succeed(ours, "install", "-f", values.toString());
            Program.Ended manifest = succeed(applied, "template", "-f", values.toString());
            cluster.apply(applied.name(), manifest.output());

            Map<String, Object> expected = objects(helms);
            assertThat(expected).isNotEmpty();
            assertThat(objects(ours)).isEqualTo(expected);
            assertThat(objects(applied)).isEqualTo(expected);
        }
    }

    @Test
    void eachGoesOnWithWhatTheOtherHasMade() throws Exception {
        Path values = Files.writeString(directory.resolve("values.yaml"), SMALL + "antiAffinity: soft\n");
        try (Namespace namespace = cluster.namespace("handover")) {
            namespace.install(RELEASE, SMALL, "antiAffinity: soft");
            Map<String, String> pods = namespace.pods(RELEASE);

            Program.Ended same = succeed(namespace, "install", "-f", values.toString());
            assertThat(same.output()).contains("is installed in", "nothing to change");
            assertThat(namespace.pods(RELEASE)).isEqualTo(pods);

            succeed(namespace, "upgrade", "--yes", "--set", "logLevel=DEBUG");
            assertThat(namespace.field("configmap/myzk-zookeeper", ".data.member\\.properties"))
                    .contains("logLevel=DEBUG");

            namespace.upgrade(RELEASE, SMALL, "antiAffinity: soft", "logLevel: WARN");
            assertThat(namespace.field("configmap/myzk-zookeeper", ".data.member\\.properties"))
                    .contains("logLevel=WARN");
            assertThat(cluster.helm("", "history", RELEASE, "-n", namespace.name(), "-o", "json"))
                    .contains("\"revision\":3")
                    .doesNotContain("failed");

            succeed(namespace, "uninstall");
            assertThat(cluster.helm("", "list", "-n", namespace.name(), "-q")).isBlank();
            assertThat(namespace.kubectl("get", "pvc", "-o", "name").lines()).hasSize(3);
        }
    }

    private static Program.Ended succeed(Namespace namespace, String... words) {
        Program.Ended ended = new Arkeeper(namespace, RELEASE).run(words);
        assertThat(ended.exitCode())
                .as("%s: %s", String.join(" ", words), ended.output())
                .isZero();
        return ended;
    }

    /** What there is of the release, by kind and name, without what is each object's own. */
    private static Map<String, Object> objects(Namespace namespace) throws Exception {
        String json = namespace.kubectl("get", KINDS, "-l", "app=zookeeper", "-o", "json");
        Map<String, Object> objects = new TreeMap<>();
        for (Object item : (List<?>) JSON.std.mapFrom(json).get("items")) {
            Map<?, ?> object = (Map<?, ?>) item;
            Map<?, ?> metadata = (Map<?, ?>) object.get("metadata");
            objects.put(object.get("kind") + "/" + metadata.get("name"), stripped(object, namespace.name()));
        }
        return objects;
    }

    private static Object stripped(Object value, String namespace) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> kept = new TreeMap<>();
                map.forEach((key, of) -> {
                    String name = key.toString();
                    boolean isHelms = name.startsWith("meta.helm.sh/") || name.equals("app.kubernetes.io/managed-by");
                    if (!ITS_OWN.contains(name) && !ASSIGNED.contains(name) && !name.equals("status") && !isHelms) {
                        Object inner = stripped(of, namespace);
                        if (!(inner instanceof Map<?, ?> empty && empty.isEmpty())) {
                            kept.put(name, inner);
                        }
                    }
                });
                yield kept;
            }
            case List<?> list ->
                list.stream().map(of -> stripped(of, namespace)).toList();
            case String text -> text.replace(namespace, "NAMESPACE");
            default -> value;
        };
    }
}
