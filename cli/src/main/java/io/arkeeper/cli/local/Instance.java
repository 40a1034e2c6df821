package io.arkeeper.cli.local;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.pod.PodState;
import io.arkeeper.cli.local.release.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * An ensemble on this machine as its supervisor describes it to the other commands, in {@code instance.json}.
 *
 * @param name the release
 * @param supervisor the process that looks after the members; dead where it was killed, empty after an orderly stop
 * @param startedAt when it was started last
 * @param servers how many members the chart wants
 * @param ports numbers by port name
 * @param minAvailable of the PodDisruptionBudget
 * @param pods the members, in the order of their ordinals
 */
public record Instance(
        String name,
        String namespace,
        Subnet subnet,
        Optional<ProcessId> supervisor,
        Instant startedAt,
        int servers,
        Map<String, Integer> ports,
        Optional<Integer> minAvailable,
        List<PodStatus> pods) {

    public static final String CLIENT = "client";
    public static final String HTTP = "http";

    public boolean isSupervised() {
        return supervisor.filter(ProcessId::isAlive).isPresent();
    }

    /** How many members there should be: every pod is one. */
    public WantedMembers wanted() {
        return new WantedMembers(servers, Math.max(0, pods.size() - servers));
    }

    /** Whether anything of it runs. */
    public boolean runs() {
        return isSupervised() || !alive().isEmpty();
    }

    /** Members that run, supervised or not. */
    public List<PodStatus> alive() {
        return pods.stream()
                .filter(pod -> pod.process().filter(ProcessId::isAlive).isPresent())
                .toList();
    }

    public int port(String portName) {
        return Optional.ofNullable(ports.get(portName))
                .orElseThrow(() -> new IllegalStateException("the chart declares no port called " + portName));
    }

    public String connectString() {
        return pods.stream().map(pod -> pod.address() + ":" + port(CLIENT)).collect(Collectors.joining(","));
    }

    public Instance withPods(List<PodStatus> others) {
        return new Instance(name, namespace, subnet, supervisor, startedAt, servers, ports, minAvailable, others);
    }

    public Instance withSupervisor(Optional<ProcessId> other) {
        return new Instance(name, namespace, subnet, other, startedAt, servers, ports, minAvailable, pods);
    }

    public void write(Path file) throws IOException {
        AtomicFile.write(
                file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(asMap()) + System.lineSeparator());
    }

    /** Empty where nothing was ever started there. */
    public static Optional<Instance> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(Tree.of(file.toString(), JSON.std.mapFrom(Files.readString(file)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("namespace", namespace);
        map.put("subnet", subnet.x());
        supervisor.ifPresent(process -> map.put("supervisor", asMap(process)));
        map.put("startedAt", startedAt.toString());
        map.put("servers", servers);
        map.put("ports", ports);
        minAvailable.ifPresent(number -> map.put("minAvailable", number));
        map.put("pods", pods.stream().map(Instance::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(PodStatus pod) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", pod.pod());
        map.put("address", pod.address());
        map.put("state", pod.state().name());
        map.put("reason", pod.reason());
        map.put("restarts", pod.restarts());
        map.put("since", pod.since().toString());
        pod.process().ifPresent(process -> map.put("process", asMap(process)));
        pod.lastExit().ifPresent(code -> map.put("lastExit", code));
        pod.lastWords().ifPresent(words -> map.put("lastWords", words));
        return map;
    }

    private static Map<String, Object> asMap(ProcessId process) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("pid", process.pid());
        process.startedAt().ifPresent(at -> map.put("startedAt", at.toString()));
        return map;
    }

    private static Instance of(Tree tree) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        tree.textsByKey("ports").forEach((name, port) -> ports.put(name, Integer.valueOf(port)));
        List<PodStatus> pods = new ArrayList<>();
        tree.trees("pods").forEach(pod -> pods.add(pod(pod)));
        return new Instance(
                tree.requiredText("name"),
                tree.requiredText("namespace"),
                new Subnet(tree.number("subnet", 1)),
                process(tree, "supervisor"),
                Instant.parse(tree.requiredText("startedAt")),
                tree.number("servers", pods.size()),
                ports,
                tree.number("minAvailable").map(Math::toIntExact),
                pods);
    }

    private static PodStatus pod(Tree pod) {
        return new PodStatus(
                pod.requiredText("name"),
                pod.requiredText("address"),
                PodState.valueOf(pod.requiredText("state")),
                pod.text("reason").orElse(""),
                pod.number("restarts", 0),
                Instant.parse(pod.requiredText("since")),
                process(pod, "process"),
                pod.number("lastExit")
                        .map(code -> OptionalInt.of(Math.toIntExact(code)))
                        .orElse(OptionalInt.empty()),
                pod.text("lastWords"));
    }

    private static Optional<ProcessId> process(Tree owner, String key) {
        if (!owner.has(key)) {
            return Optional.empty();
        }
        Tree process = owner.tree(key);
        return Optional.of(new ProcessId(
                process.number("pid").orElseThrow(), process.text("startedAt").map(Instant::parse)));
    }
}
