package io.arkeeper.cli.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where an ensemble's files are on this machine.
 *
 * <pre>
 * instance.json            who supervises it, and how its members are
 * manifest.yaml            what Helm rendered
 * hosts                    the members' DNS
 * logs/POD.log             what each member said
 * pods/POD/VOLUME          ConfigMaps and empty directories, new with each pod
 * volumes/CLAIM-POD        data; the only thing that outlives `down`
 * </pre>
 */
public record InstanceDirectory(Path root) {

    public Path instanceFile() {
        return root.resolve("instance.json");
    }

    public Path lock() {
        return root.resolve("lock");
    }

    public Path manifest() {
        return root.resolve("manifest.yaml");
    }

    public Path hosts() {
        return root.resolve("hosts");
    }

    public Path supervisorLog() {
        return root.resolve("logs").resolve("supervisor.log");
    }

    public Path log(String pod) {
        return root.resolve("logs").resolve(pod + ".log");
    }

    Path podVolume(String pod, String volume) {
        return root.resolve("pods").resolve(pod).resolve(volume);
    }

    /** The volume of a claim, named as Kubernetes names the claim itself. */
    Path claim(String template, String pod) {
        return root.resolve("volumes").resolve(template + "-" + pod);
    }

    /** Deletes everything, data included. */
    public void delete() throws IOException {
        ConfigVolume.deleteRecursively(root);
    }
}
