package io.arkeeper.bundle.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where an image can be loaded into, and how to tell that it is there. */
public enum Target {
    K3S("k3s", Optional.empty(), List.of(Path.of("/var/lib/rancher/k3s/agent"))),
    RKE2("rke2", Optional.empty(), List.of(Path.of("/var/lib/rancher/rke2/agent"))),
    CONTAINERD("containerd", Optional.of("ctr"), List.of(Path.of("/run/containerd/containerd.sock"))),
    DOCKER("docker", Optional.of("docker"), List.of(Path.of("/var/run/docker.sock"))),
    PODMAN("podman", Optional.of("podman"), List.of());

    private final String label;
    private final Optional<String> program;
    private final List<Path> signs;

    Target(String label, Optional<String> program, List<Path> signs) {
        this.label = label;
        this.program = program;
        this.signs = signs;
    }

    /** What must be run; empty where a file is copied. */
    Optional<String> program() {
        return program;
    }

    /** What is there when it runs here; nothing for one that has no daemon. */
    List<Path> signs() {
        return signs;
    }

    /** The folder whose images the agent imports. */
    Optional<Path> imageFolder() {
        return program.isPresent()
                ? Optional.empty()
                : Optional.of(signs.getFirst().resolve("images"));
    }

    boolean isHere(Machine machine) {
        return program.map(machine::has).orElse(true) && signs.stream().allMatch(machine::exists);
    }

    @Override
    public String toString() {
        return label;
    }
}
