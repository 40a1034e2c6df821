package io.arkeeper.cli.local;

import io.arkeeper.cli.local.release.PodTemplate.EnvironmentVariable;
import io.arkeeper.cli.local.release.PodTemplate.Literal;
import io.arkeeper.cli.local.release.PodTemplate.PodField;
import io.arkeeper.cli.local.release.Release;
import io.arkeeper.cli.local.release.VolumeSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Turns a pod of the manifest into a process of this machine: volumes become directories, mount paths are replaced by
 * them, and the container's environment is the process' whole environment.
 */
final class LocalKubelet implements PodRunner.Launcher {

    private static final String BIND_ADDRESS = "ARKEEPER_BIND_ADDRESS";
    private static final String TEMPORARY = "/tmp";

    private final Release release;
    private final MemberDistribution distribution;
    private final InstanceDirectory directory;
    private final PodNetwork network;
    private final Function<String, String> addressOf;
    private final Map<String, Map<String, String>> configMaps = new ConcurrentHashMap<>();

    LocalKubelet(
            Release release,
            MemberDistribution distribution,
            InstanceDirectory directory,
            PodNetwork network,
            Function<String, String> addressOf) {
        this.release = release;
        this.distribution = distribution;
        this.directory = directory;
        this.network = network;
        this.addressOf = addressOf;
        this.configMaps.putAll(release.configMaps());
    }

    @Override
    public Process launch(String pod, boolean newPod) throws IOException {
        Mounts mounts = prepareVolumes(pod, newPod);
        List<String> flags = new ArrayList<>();
        flags.add("-Djdk.net.hosts.file=" + directory.hosts());
        mounts.at(TEMPORARY).ifPresent(temporary -> flags.add("-Djava.io.tmpdir=" + temporary));

        List<String> command = new ArrayList<>(network.enter(release.id(pod)));
        command.addAll(distribution.java(flags));
        release.template(pod).arguments().stream().map(mounts::replace).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().clear(); // what the user has exported means nothing in a pod
        builder.environment().putAll(environment(pod, mounts));
        return builder.start();
    }

    /** The directory that holds the pod's own volume. */
    Path data(String pod) {
        return release.template(pod).volumes().values().stream()
                .filter(VolumeSource.OwnClaim.class::isInstance)
                .map(VolumeSource.OwnClaim.class::cast)
                .map(claim -> directory.claim(claim.template(), pod))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(pod + " has no claim template"));
    }

    private Mounts prepareVolumes(String pod, boolean newPod) throws IOException {
        existing(directory.root()); // whoever deleted it does not want it back
        Map<String, Path> directories = new LinkedHashMap<>();
        for (Map.Entry<String, VolumeSource> volume :
                release.template(pod).volumes().entrySet()) {
            directories.put(volume.getKey(), prepare(pod, volume.getKey(), volume.getValue(), newPod));
        }
        Map<String, Path> byMountPath = new LinkedHashMap<>();
        release.template(pod).mounts().forEach((path, volume) -> byMountPath.put(path, directories.get(volume)));
        return new Mounts(byMountPath);
    }

    /** Makes the volumes of a pod's claims where there are none yet. Later on they are only looked for. */
    void provision(String pod) throws IOException {
        for (VolumeSource source : release.template(pod).volumes().values()) {
            if (source instanceof VolumeSource.OwnClaim(String claim)) {
                Files.createDirectories(directory.claim(claim, pod));
            }
        }
    }

    /** Changes entries of whichever ConfigMaps and Secrets have them; files that are mounted already follow at once. */
    void change(Map<String, String> texts) throws IOException {
        configMaps.replaceAll((name, entries) -> {
            Map<String, String> changed = new LinkedHashMap<>(entries);
            texts.forEach((entry, text) -> changed.computeIfPresent(entry, (key, before) -> text));
            return changed;
        });
        for (String pod : release.pods()) {
            for (Map.Entry<String, VolumeSource> volume :
                    release.template(pod).volumes().entrySet()) {
                Path where = directory.podVolume(pod, volume.getKey());
                if (volume.getValue() instanceof VolumeSource.ConfigMapFiles files && Files.isDirectory(where)) {
                    prepare(pod, volume.getKey(), files, false);
                }
            }
        }
    }

    private Path prepare(String pod, String volume, VolumeSource source, boolean newPod) throws IOException {
        if (source instanceof VolumeSource.OwnClaim(String claim)) {
            return existing(directory.claim(claim, pod));
        }
        Path where = directory.podVolume(pod, volume);
        if (source instanceof VolumeSource.EmptyDirectory && newPod) {
            ConfigVolume.deleteRecursively(where);
        }
        Files.createDirectories(where);
        if (source instanceof VolumeSource.ConfigMapFiles(String configMap)) {
            new ConfigVolume(where).write(configMaps.getOrDefault(configMap, Map.of()));
        }
        return where;
    }

    private static Path existing(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException(path + " has gone");
        }
        return path;
    }

    private Map<String, String> environment(String pod, Mounts mounts) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOSTNAME", pod);
        for (EnvironmentVariable variable : release.template(pod).environment()) {
            environment.put(variable.name(), value(variable, pod, mounts));
        }
        environment.put(BIND_ADDRESS, addressOf.apply(pod));
        return environment;
    }

    private String value(EnvironmentVariable variable, String pod, Mounts mounts) {
        return switch (variable.value()) {
            case Literal(String text) -> mounts.replace(text);
            case PodField.NAME -> pod;
            case PodField.NAMESPACE -> release.namespace();
            case PodField.ADDRESS -> addressOf.apply(pod);
        };
    }
}
