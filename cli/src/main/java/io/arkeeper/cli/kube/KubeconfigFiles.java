package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.cli.local.release.UnusableContent;
import io.arkeeper.core.InvalidSetting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Finds the kubeconfig where kubectl does: {@code --kubeconfig}, else the files in {@code KUBECONFIG}, else
 * {@code ~/.kube/config}, else the service account of the pod around this program.
 */
public final class KubeconfigFiles {

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Map<String, String> environment;
    private final Path home;

    public KubeconfigFiles(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /** Whether there is anything to read, without reading it. */
    public boolean isAny() {
        return candidates(Optional.empty()).stream().anyMatch(Files::exists) || isInCluster();
    }

    /**
     * Reads the kubeconfig.
     *
     * @param file the value of {@code --kubeconfig}
     * @param context the value of {@code --context}
     * @throws InvalidSetting where there is none or it cannot be used
     */
    public Kubeconfig read(Optional<Path> file, Optional<String> context) {
        if (file.isPresent() && !Files.exists(file.get())) {
            throw new InvalidSetting(
                    "there is no kubeconfig %s; check the path given with --kubeconfig".formatted(file.get()));
        }
        List<Path> candidates = candidates(file);
        List<Path> found = candidates.stream().filter(Files::exists).toList();
        if (found.isEmpty()) {
            return inCluster()
                    .orElseThrow(() -> new InvalidSetting(
                            "there is no kubeconfig: looked for %s; set KUBECONFIG or give --kubeconfig FILE"
                                    .formatted(String.join(
                                            ", ",
                                            candidates.stream()
                                                    .map(Path::toString)
                                                    .toList()))));
        }
        return Kubeconfig.choose(found.stream().map(KubeconfigFiles::source).toList(), context);
    }

    private List<Path> candidates(Optional<Path> file) {
        if (file.isPresent()) {
            return List.of(file.get());
        }
        List<Path> files = new ArrayList<>();
        for (String name : environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator)) {
            if (!name.isBlank()) {
                files.add(Path.of(name));
            }
        }
        return files.isEmpty() ? List.of(home.resolve(".kube").resolve("config")) : files;
    }

    private static Kubeconfig.Source source(Path file) {
        try {
            Object content = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            return new Kubeconfig.Source(file, Tree.of("kubeconfig " + file, content == null ? Map.of() : content));
        } catch (IOException e) {
            throw new InvalidSetting(
                    "the kubeconfig %s cannot be read (%s); check who may read it".formatted(file, e.getMessage()));
        } catch (YamlEngineException e) {
            String firstLine = e.getMessage().lines().findFirst().orElse("");
            throw new InvalidSetting("the kubeconfig %s is not YAML: %s; mend it".formatted(file, firstLine));
        } catch (UnusableContent e) {
            throw new InvalidSetting("the kubeconfig %s holds no mapping; mend it".formatted(file));
        }
    }

    private boolean isInCluster() {
        return environment.containsKey("KUBERNETES_SERVICE_HOST") && Files.exists(SERVICE_ACCOUNT.resolve("token"));
    }

    private Optional<Kubeconfig> inCluster() {
        if (!isInCluster()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Kubeconfig.inCluster(
                    environment.get("KUBERNETES_SERVICE_HOST"),
                    environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"),
                    SERVICE_ACCOUNT,
                    Files.readString(SERVICE_ACCOUNT.resolve("namespace")).strip()));
        } catch (IOException e) {
            throw new InvalidSetting("the service account in %s cannot be read (%s); give --kubeconfig FILE"
                    .formatted(SERVICE_ACCOUNT, e.getMessage()));
        }
    }
}
