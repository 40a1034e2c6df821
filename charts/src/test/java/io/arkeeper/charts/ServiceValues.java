package io.arkeeper.charts;

import static io.arkeeper.charts.Example.CLIENT_SERVICE;
import static io.arkeeper.charts.Example.HEADLESS_SERVICE;
import static io.arkeeper.charts.Example.added;
import static io.arkeeper.charts.Example.example;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values that end up in the Services. */
final class ServiceValues {

    private static final String EXTERNAL = "externalAccess: {type: LoadBalancer%s}";

    private ServiceValues() {}

    static Stream<Example> examples() {
        return Stream.concat(own(), external());
    }

    private static Stream<Example> own() {
        return Stream.of(
                example(
                        "service.type",
                        "service: {type: NodePort}",
                        CLIENT_SERVICE + "spec.type: ClusterIP -> NodePort"),
                example(
                        "service.type",
                        "service: {type: LoadBalancer}",
                        CLIENT_SERVICE + "spec.type: ClusterIP -> LoadBalancer"),
                service("nodePort", "nodePort: 32181", "spec.ports[0].nodePort: absent -> 32181"),
                service("loadBalancerClass", "loadBalancerClass: a/b", "spec.loadBalancerClass: absent -> a/b"),
                service(
                        "loadBalancerSourceRanges",
                        "loadBalancerSourceRanges: [10.0.0.0/8]",
                        "spec.loadBalancerSourceRanges: absent -> [\"10.0.0.0/8\"]"),
                service(
                        "externalTrafficPolicy",
                        "externalTrafficPolicy: Local",
                        "spec.externalTrafficPolicy: absent -> Local"),
                example(
                        "service.labels",
                        "service: {labels: {team: search}}",
                        CLIENT_SERVICE + "metadata.labels.team: absent -> search"),
                example(
                        "service.annotations",
                        "service: {annotations: {a/b: 'true'}}",
                        CLIENT_SERVICE + "metadata.annotations: absent -> {\"a/b\":\"true\"}"),
                example(
                        "headlessService.labels",
                        "headlessService: {labels: {team: search}}",
                        HEADLESS_SERVICE + "metadata.labels.team: absent -> search"),
                example(
                        "headlessService.annotations",
                        "headlessService: {annotations: {a/b: 'true'}}",
                        HEADLESS_SERVICE + "metadata.annotations: absent -> {\"a/b\":\"true\"}"));
    }

    private static Stream<Example> external() {
        return Stream.of(
                example("externalAccess.type", "externalAccess: {type: NodePort}", added("services-external.yaml")),
                example(
                                "externalAccess.type",
                                EXTERNAL.formatted(""),
                                everyMember("spec.type: NodePort -> LoadBalancer"))
                        .from("externalAccess: {type: NodePort}"),
                external(
                        "nodePorts",
                        "nodePorts: [30001, 30002, 30003]",
                        IntStream.range(0, 3)
                                .mapToObj(ordinal ->
                                        member(ordinal, "spec.ports[0].nodePort: absent -> 3000" + (ordinal + 1)))
                                .toArray(String[]::new)),
                external(
                        "loadBalancerClass",
                        "loadBalancerClass: a/b",
                        everyMember("spec.loadBalancerClass: absent -> a/b")),
                external(
                        "loadBalancerSourceRanges",
                        "loadBalancerSourceRanges: [10.0.0.0/8]",
                        everyMember("spec.loadBalancerSourceRanges: absent -> [\"10.0.0.0/8\"]")),
                external(
                        "externalTrafficPolicy",
                        "externalTrafficPolicy: Local",
                        everyMember("spec.externalTrafficPolicy: absent -> Local")),
                external("labels", "labels: {a: b}", everyMember("metadata.labels.a: absent -> b")),
                external(
                        "annotations",
                        "annotations: {a: b}",
                        everyMember("metadata.annotations: absent -> {\"a\":\"b\"}")),
                external(
                        "memberAnnotations",
                        "annotations: {a: b}, memberAnnotations: [{c: d}, {a: e}]",
                        member(0, "metadata.annotations: absent -> {\"a\":\"b\",\"c\":\"d\"}"),
                        member(1, "metadata.annotations: absent -> {\"a\":\"e\"}"),
                        member(2, "metadata.annotations: absent -> {\"a\":\"b\"}")));
    }

    private static Example service(String value, String setting, String difference) {
        return example(
                        "service." + value,
                        "service: {type: LoadBalancer, " + setting + "}",
                        CLIENT_SERVICE + difference)
                .from("service: {type: LoadBalancer}");
    }

    private static Example external(String value, String setting, String... differences) {
        return example("externalAccess." + value, EXTERNAL.formatted(", " + setting), differences)
                .from(EXTERNAL.formatted(""));
    }

    private static String[] everyMember(String difference) {
        return IntStream.range(0, 3)
                .mapToObj(ordinal -> member(ordinal, difference))
                .toArray(String[]::new);
    }

    private static String member(int ordinal, String difference) {
        return "Service/myzk-zookeeper-external-" + ordinal + " " + difference;
    }
}
