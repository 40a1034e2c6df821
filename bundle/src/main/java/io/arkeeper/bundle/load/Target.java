package io.arkeeper.bundle.load;

import java.nio.file.Path;
import java.util.Optional;

/** Where an image can be loaded into, and how to tell that it is there. */
public enum Target {
    K3S("k3s", "", "/var/lib/rancher/k3s/agent"),
    RKE2("rke2", "", "/var/lib/rancher/rke2/agent"),
    CONTAINERD("containerd", "ctr", "/run/containerd/containerd.sock"),
    DOCKER("docker", "docker", "/var/run/docker.sock"),
    PODMAN("podman", "podman", "");

    private final String label;
    private final String program;
    private final String sign;

    /**
     * One target.
     *
     * @param program what must be run; empty where a file is copied
     * @param sign what is there when it runs here; empty for one that has no daemon
     */
    Target(String label, String program, String sign) {
        this.label = label;
        this.program = program;
        this.sign = sign;
    }

    /** The folder whose images the agent imports. */
    Optional<Path> imageFolder() {
        return program.isEmpty() ? Optional.of(Path.of(sign, "images")) : Optional.empty();
    }

    boolean isHere(Machine machine) {
        return (program.isEmpty() || machine.has(program)) && (sign.isEmpty() || machine.exists(Path.of(sign)));
    }

    @Override
    public String toString() {
        return label;
    }
}
