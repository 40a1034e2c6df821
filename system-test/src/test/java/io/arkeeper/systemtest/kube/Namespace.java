package io.arkeeper.systemtest.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A namespace with releases of the chart in it. */
record Namespace(Cluster cluster, String name) implements AutoCloseable {

    /** How long an installation may take on a machine that has much else to do. */
    private static final String PATIENCE = "8m";

    private static final String OUR_CHART = System.getProperty("arkeeper.chart");

    /** Small enough for a laptop; what is not said here is the chart's default. */
    static final String SMALL = """
            heap: 192m
            storage: 1Gi
            resources: {requests: {cpu: 50m, memory: 320Mi}}
            """;

    /** The same for {@code --set}. */
    static final String SMALL_SET = "heap=192m,storage=1Gi,resources.requests.cpu=50m,resources.requests.memory=320Mi";

    /** Installs and waits until all members serve. */
    void install(String release, String... values) {
        installChart(OUR_CHART, release, values);
    }

    void installChart(String chart, String release, String... values) {
        helm("install", chart, release, List.of("--wait", "--timeout", PATIENCE), values);
    }

    void upgrade(String release, String... values) {
        helm("upgrade", OUR_CHART, release, List.of("--wait", "--timeout", PATIENCE), values);
    }

    /** Installs and waits for nothing. */
    void begin(String release, String... values) {
        helm("install", OUR_CHART, release, List.of(), values);
    }

    /** The manifest that GitOps tools apply: without the pod that only {@code helm test} runs. */
    String template(String release, String... values) {
        return helm("template", OUR_CHART, release, List.of("--skip-tests"), values);
    }

    private String helm(String command, String chart, String release, List<String> options, String... values) {
        List<String> arguments = new ArrayList<>(List.of(command, release, chart));
        arguments.addAll(List.of("-n", name, "-f", "-"));
        arguments.addAll(options);
        Cluster.variable("ARKEEPER_TEST_IMAGE").ifPresent(image -> {
            int colon = image.lastIndexOf(':');
            arguments.addAll(List.of("--set", "image.repository=" + image.substring(0, colon)));
            arguments.addAll(List.of("--set-string", "image.tag=" + image.substring(colon + 1)));
        });
        String merged = String.join("\n", values);
        Program.Ended ended = cluster.tryHelm(merged, arguments.toArray(String[]::new));
        if (ended.exitCode() != 0) {
            throw new AssertionError("helm %s ended with %d: %s%n%s"
                    .formatted(command, ended.exitCode(), ended.output(), kubectl("get", "pods,pvc,events")));
        }
        return ended.output();
    }

    /** Writes and reads through the Service; it fails where {@code helm test} does. */
    void test(String release) {
        String said = cluster.helm("", "test", release, "-n", name, "--timeout", PATIENCE);
        assertThat(said).containsPattern("Phase: +Succeeded");
    }

    String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("-n", name));
        command.addAll(List.of(arguments));
        return cluster.kubectl(command.toArray(String[]::new));
    }

    /** A field of an object, by its JSON path. */
    String field(String object, String path) {
        return kubectl("get", object, "-o", "jsonpath={" + path + "}");
    }

    /** The image that a release's members run, which has a client and a shell too. */
    String image(String release) {
        return field("statefulset/" + release + "-zookeeper", ".spec.template.spec.containers[0].image");
    }

    /** The members' pods by name, each with its unique id and how often its container was restarted. */
    Map<String, String> pods(String release) {
        Map<String, String> pods = new TreeMap<>();
        kubectl(
                        "get",
                        "pods",
                        "-l",
                        "app.kubernetes.io/instance=" + release + ",app.kubernetes.io/component=server",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.status.containerStatuses[0].restartCount}{\"\\n\"}{end}")
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(pod -> pods.put(pod[0], pod[1]));
        return pods;
    }

    /** A command of zkCli.sh in a member's pod. */
    String zkCli(String pod, String... command) {
        List<String> arguments = new ArrayList<>(List.of("exec", pod, "--", "/opt/zookeeper/bin/zkCli.sh"));
        arguments.addAll(List.of(command));
        return kubectl(arguments.toArray(String[]::new));
    }

    /** What a member serves on its HTTP port. */
    String http(String pod, int port, String path) {
        return cluster.kubectl(
                "get", "--raw", "/api/v1/namespaces/%s/pods/%s:%d/proxy%s".formatted(name, pod, port, path));
    }

    @Override
    public void close() {
        cluster.kubectl("delete", "namespace", name, "--timeout=5m");
    }
}
