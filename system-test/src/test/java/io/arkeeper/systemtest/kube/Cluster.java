package io.arkeeper.systemtest.kube;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * The cluster that KUBECONFIG names, and what is needed to use it. Where something is missing the tests are skipped, and
 * nobody can overlook it.
 *
 * <ul>
 *   <li>{@code ARKEEPER_TEST_IMAGE}: the image, as the nodes have it or can pull it; the chart's own where it is not set
 *   <li>{@code ARKEEPER_TEST_HELM}: the Helm to use; otherwise the one that the chart's tests fetched, or that of the PATH
 *   <li>{@code ARKEEPER_TEST_PREFIX}: how the names of the tests' namespaces begin, {@code arkeeper-test} otherwise
 * </ul>
 */
record Cluster(String helm) {

    private static final List<String> HELMS = List.of("3.17.3", "4.1.4");

    static Cluster require() {
        if (variable("KUBECONFIG").isEmpty()) {
            throw skip("KUBECONFIG is not set");
        }
        Cluster cluster = new Cluster(findHelm().orElseThrow(() -> skip("there is no helm; set ARKEEPER_TEST_HELM")));
        Program.Ended version = cluster.tryKubectl("version");
        if (version.exitCode() != 0) {
            throw skip("the cluster does not answer: " + version.output().strip());
        }
        return cluster;
    }

    /** The cluster by the oldest Helm and by the newest that the chart is for, if the chart's tests fetched them. */
    static List<Cluster> requireEachHelm() {
        Cluster cluster = require();
        Set<String> helms = new LinkedHashSet<>();
        HELMS.stream().map(Cluster::fetched).filter(Files::isExecutable).forEach(helm -> helms.add(helm.toString()));
        helms.add(cluster.helm());
        return helms.stream().map(Cluster::new).toList();
    }

    static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    static TestAbortedException skip(String reason) {
        String message = "SKIPPED: the chart was not tried on a real cluster: " + reason;
        System.err.println("\n*** " + message + " ***\n");
        return new TestAbortedException(message);
    }

    private static Optional<String> findHelm() {
        Stream<Path> onPath =
                Arrays.stream(System.getenv("PATH").split(":", -1)).map(directory -> Path.of(directory, "helm"));
        return variable("ARKEEPER_TEST_HELM").or(() -> Stream.concat(Stream.of(fetched(HELMS.getLast())), onPath)
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst());
    }

    /** Where the chart's tests put a Helm that they fetched. */
    private static Path fetched(String version) {
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve(Path.of("arkeeper", "helm", version, "helm"));
    }

    /** Such as {@code Helm v4.1.4}. */
    @Override
    public String toString() {
        return "Helm " + helm("", "version", "--template", "{{.Version}}").strip();
    }

    /** A namespace of its own, gone with all it holds when it is closed. */
    Namespace namespace(String name, String... labels) {
        String unique = "%s-%s-%s"
                .formatted(
                        variable("ARKEEPER_TEST_PREFIX").orElse("arkeeper-test"),
                        name,
                        UUID.randomUUID().toString().substring(0, 4).toLowerCase(Locale.ROOT));
        kubectl("create", "namespace", unique);
        Namespace namespace = new Namespace(this, unique);
        if (labels.length > 0) {
            List<String> command = new ArrayList<>(List.of("label", "namespace", unique));
            command.addAll(List.of(labels));
            kubectl(command.toArray(String[]::new));
        }
        return namespace;
    }

    Program.Ended tryKubectl(String... arguments) {
        return run("kubectl", "", arguments);
    }

    String kubectl(String... arguments) {
        return succeed("kubectl", "", arguments);
    }

    void apply(String yaml) {
        succeed("kubectl", yaml, "apply", "--server-side", "-f", "-");
    }

    /** Objects that do not name their namespace come into this one. */
    void apply(String namespace, String yaml) {
        succeed("kubectl", yaml, "-n", namespace, "apply", "--server-side", "-f", "-");
    }

    Program.Ended tryHelm(String values, String... arguments) {
        return run(helm, values, arguments);
    }

    String helm(String values, String... arguments) {
        return succeed(helm, values, arguments);
    }

    private static String succeed(String program, String input, String... arguments) {
        Program.Ended ended = run(program, input, arguments);
        if (ended.exitCode() != 0) {
            throw new AssertionError("%s %s ended with %d: %s"
                    .formatted(program, String.join(" ", arguments), ended.exitCode(), ended.output()));
        }
        return ended.output();
    }

    private static Program.Ended run(String program, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return Program.run(command, input);
    }
}
