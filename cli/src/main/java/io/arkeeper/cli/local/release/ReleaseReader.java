package io.arkeeper.cli.local.release;

import io.arkeeper.cli.local.release.PodTemplate.EnvironmentVariable;
import io.arkeeper.cli.local.release.PodTemplate.Literal;
import io.arkeeper.cli.local.release.PodTemplate.PodField;
import io.arkeeper.cli.local.release.PodTemplate.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads a {@link Release} from rendered YAML: one StatefulSet with one container, perhaps
 * another one of observers, the ConfigMaps and Services.
 *
 * <p>Objects that mean nothing to a process (roles, service accounts, network policies) are passed over. Anything in
 * the pod that a process would have to honour and cannot is refused.
 */
public final class ReleaseReader {

    private final Map<String, List<Tree>> objects = new LinkedHashMap<>();

    private ReleaseReader(String yaml) {
        LoadSettings settings = LoadSettings.builder().setLabel("manifest").build();
        for (Object document : new Load(settings).loadAllFromString(yaml)) {
            if (document != null) {
                Tree object = Tree.of("manifest", document);
                String kind = object.requiredText("kind");
                String name = object.tree("metadata").requiredText("name");
                objects.computeIfAbsent(kind, k -> new ArrayList<>()).add(Tree.of(kind + " " + name, document));
            }
        }
    }

    /** @throws UnusableContent where the manifest holds something a laptop cannot run */
    public static Release read(String name, String namespace, String yaml) {
        return new ReleaseReader(yaml).release(name, namespace);
    }

    private Release release(String name, String namespace) {
        Tree statefulSet = voters();
        Tree spec = statefulSet.tree("spec");
        return new Release(
                name,
                namespace,
                nameOf(statefulSet),
                spec.number("replicas", 1),
                spec.requiredText("serviceName"),
                all("Service").stream().map(ReleaseReader::nameOf).toList(),
                template(spec),
                filesByVolume(),
                all("PodDisruptionBudget").stream()
                        .filter(budget -> nameOf(budget).equals(nameOf(statefulSet)))
                        .findFirst()
                        .flatMap(budget -> budget.tree("spec").number("minAvailable"))
                        .map(Math::toIntExact),
                observers(statefulSet));
    }

    /** The entries of ConfigMaps by their names, and those of Secrets by names that no ConfigMap has. */
    private Map<String, Map<String, String>> filesByVolume() {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        all("ConfigMap").forEach(configMap -> files.put(nameOf(configMap), configMap.textsByKey("data")));
        all("Secret").forEach(secret -> files.put(secret(nameOf(secret)), decoded(secret.textsByKey("data"))));
        return files;
    }

    private static String secret(String name) {
        return "Secret " + name;
    }

    private static Map<String, String> decoded(Map<String, String> data) {
        Map<String, String> texts = new LinkedHashMap<>();
        data.forEach(
                (key, value) -> texts.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return texts;
    }

    private Tree voters() {
        List<Tree> found = all("StatefulSet").stream()
                .filter(set -> all("StatefulSet").stream().noneMatch(other -> isOfObservers(set, other)))
                .toList();
        if (found.size() != 1) {
            throw new UnusableContent("the chart rendered %d objects of the kind StatefulSet, expected one, and perhaps"
                            .formatted(all("StatefulSet").size())
                    + " one of its observers");
        }
        return found.getFirst();
    }

    private Optional<Release.Observers> observers(Tree voters) {
        return all("StatefulSet").stream()
                .filter(set -> isOfObservers(set, voters))
                .findFirst()
                .map(set -> new Release.Observers(
                        nameOf(set), set.tree("spec").number("replicas", 1), template(set.tree("spec"))));
    }

    private static boolean isOfObservers(Tree set, Tree voters) {
        return nameOf(set).equals(nameOf(voters) + "-observer");
    }

    private PodTemplate template(Tree statefulSetSpec) {
        Tree pod = statefulSetSpec.tree("template").tree("spec");
        List<Tree> containers = pod.trees("containers");
        if (containers.size() != 1 || pod.has("initContainers")) {
            throw new UnusableContent(
                    pod + " has other containers than the member's own, which local runs cannot start");
        }
        Tree container = containers.getFirst();
        if (container.has("command") || container.has("envFrom")) {
            throw new UnusableContent(
                    container + " sets command or envFrom, which local runs do not know: set args and env");
        }
        Map<String, Integer> ports = container.trees("ports").stream()
                .collect(Collectors.toMap(
                        port -> port.text("name").orElse("unnamed"),
                        port -> port.number("containerPort", 0),
                        (a, b) -> b,
                        LinkedHashMap::new));
        return new PodTemplate(
                container.requiredText("name"),
                container.texts("args"),
                container.trees("env").stream()
                        .map(ReleaseReader::environmentVariable)
                        .toList(),
                container.trees("volumeMounts").stream()
                        .collect(Collectors.toMap(
                                mount -> mount.requiredText("mountPath"),
                                ReleaseReader::mountedVolume,
                                (a, b) -> b,
                                LinkedHashMap::new)),
                volumes(pod, statefulSetSpec),
                ports,
                probe(container, "startupProbe", ports),
                probe(container, "livenessProbe", ports),
                probe(container, "readinessProbe", ports),
                Duration.ofSeconds(pod.number("terminationGracePeriodSeconds", 30)));
    }

    private static String mountedVolume(Tree mount) {
        if (mount.has("subPath") || mount.has("subPathExpr")) {
            throw new UnusableContent(mount + " uses a subPath, which local runs do not know: mount the directory");
        }
        return mount.requiredText("name");
    }

    private Map<String, VolumeSource> volumes(Tree pod, Tree statefulSetSpec) {
        Map<String, VolumeSource> volumes = new LinkedHashMap<>();
        for (Tree volume : pod.trees("volumes")) {
            volumes.put(volume.requiredText("name"), source(volume));
        }
        for (Tree claim : statefulSetSpec.trees("volumeClaimTemplates")) {
            String name = claim.tree("metadata").requiredText("name");
            volumes.put(name, new VolumeSource.OwnClaim(name));
        }
        return volumes;
    }

    private VolumeSource source(Tree volume) {
        if (volume.has("secret")) {
            Tree source = volume.tree("secret");
            String name = source.requiredText("secretName");
            boolean isThere =
                    all("Secret").stream().anyMatch(secret -> nameOf(secret).equals(name));
            if (!isThere && !source.isTrue("optional")) {
                throw new UnusableContent(
                        "%s takes the Secret %s, which the chart does not make and local runs do not have: leave TLS to tls.selfSigned,"
                                        .formatted(volume, name)
                                + " and auth without Secrets");
            }
            return new VolumeSource.ConfigMapFiles(secret(name));
        }
        if (volume.has("configMap")) {
            return new VolumeSource.ConfigMapFiles(volume.tree("configMap").requiredText("name"));
        }
        if (volume.has("emptyDir")) {
            return new VolumeSource.EmptyDirectory();
        }
        throw new UnusableContent("%s is of the kind %s, which local runs do not know"
                .formatted(volume, String.join(", ", volume.keys())));
    }

    private static EnvironmentVariable environmentVariable(Tree variable) {
        String name = variable.requiredText("name");
        if (!variable.has("valueFrom")) {
            return new EnvironmentVariable(
                    name, new Literal(variable.text("value").orElse("")));
        }
        Tree source = variable.tree("valueFrom");
        if (!source.has("fieldRef")) {
            throw new UnusableContent("environment variable %s comes from %s, which local runs do not know"
                    .formatted(name, String.join(", ", source.keys())));
        }
        Value field = PodField.ofPath(
                "environment variable " + name, source.tree("fieldRef").requiredText("fieldPath"));
        return new EnvironmentVariable(name, field);
    }

    private static Optional<ProbeSpec> probe(Tree container, String key, Map<String, Integer> ports) {
        if (!container.has(key)) {
            return Optional.empty();
        }
        Tree probe = container.tree(key);
        if (!probe.has("httpGet")) {
            throw new UnusableContent(probe + " is no httpGet, the only kind of probe local runs know");
        }
        Tree get = probe.tree("httpGet");
        String port = get.requiredText("port");
        return Optional.of(new ProbeSpec(
                get.text("path").orElse("/"),
                port.chars().allMatch(Character::isDigit) ? Integer.parseInt(port) : namedPort(get, ports, port),
                Duration.ofSeconds(probe.number("initialDelaySeconds", 0)),
                Duration.ofSeconds(probe.number("periodSeconds", 10)),
                Duration.ofSeconds(probe.number("timeoutSeconds", 1)),
                probe.number("successThreshold", 1),
                probe.number("failureThreshold", 3)));
    }

    private static int namedPort(Tree get, Map<String, Integer> ports, String name) {
        return Optional.ofNullable(ports.get(name))
                .orElseThrow(() -> new UnusableContent(
                        "%s.port is %s, which is none of the container's ports".formatted(get, name)));
    }

    private List<Tree> all(String kind) {
        return objects.getOrDefault(kind, List.of());
    }

    private static String nameOf(Tree object) {
        return object.tree("metadata").requiredText("name");
    }
}
