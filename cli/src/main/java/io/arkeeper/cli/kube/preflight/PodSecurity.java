package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.local.release.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Pod Security would refuse in pods, by its levels.
 *
 * @param baseline what level {@code baseline} refuses, and {@code restricted} as well
 * @param restricted what only {@code restricted} refuses
 */
record PodSecurity(Set<String> baseline, Set<String> restricted) {

    private static final Set<String> HARMLESS_CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");
    private static final Set<String> HARMLESS_SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");
    private static final Set<String> HARMLESS_VOLUMES = Set.of(
            "name",
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "persistentVolumeClaim",
            "projected",
            "secret");
    private static final String UNCONFINED = "Unconfined";

    /** @param pods specs of pods */
    static PodSecurity of(List<Tree> pods) {
        PodSecurity found = new PodSecurity(new TreeSet<>(), new TreeSet<>());
        pods.forEach(found::examine);
        return found;
    }

    /** What a level refuses, in the words of a message; nothing where the level is {@code privileged}. */
    List<String> problems(String level) {
        return switch (level) {
            case "baseline" -> List.copyOf(baseline);
            case "restricted" ->
                Stream.concat(baseline.stream(), restricted.stream()).toList();
            default -> List.of();
        };
    }

    private void examine(Tree pod) {
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            note(pod.isTrue(shared), baseline, shared + " is true");
        }
        pod.trees("volumes").forEach(this::examineVolume);
        Tree ofPod = pod.tree("securityContext");
        ofPod.trees("sysctls").stream()
                .map(sysctl -> sysctl.text("name").orElse("?"))
                .forEach(name -> note(!HARMLESS_SYSCTLS.contains(name), baseline, "sysctl " + name + " is set"));
        note(isUnconfined(ofPod), baseline, "a profile is Unconfined");
        Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(kind -> pod.trees(kind).stream())
                .forEach(container -> examine(ofPod, container));
    }

    private void examineVolume(Tree volume) {
        String name = volume.text("name").orElse("?");
        note(volume.has("hostPath"), baseline, "volume %s is a hostPath".formatted(name));
        volume.keys().stream()
                .filter(kind -> !HARMLESS_VOLUMES.contains(kind) && !kind.equals("hostPath"))
                .forEach(kind -> note(true, restricted, "volume %s is of kind %s".formatted(name, kind)));
    }

    private void examine(Tree ofPod, Tree container) {
        Tree own = container.tree("securityContext");
        note(own.isTrue("privileged"), baseline, "privileged is true");
        note(isUnconfined(own), baseline, "a profile is Unconfined");
        note(
                own.text("procMount").filter(mount -> !mount.equals("Default")).isPresent(),
                baseline,
                "procMount is not Default");
        note(
                container.trees("ports").stream().anyMatch(port -> port.number("hostPort", 0) != 0),
                baseline,
                "a hostPort is set");
        for (String added : own.tree("capabilities").texts("add")) {
            String sentence = "capability %s is added".formatted(added);
            if (!HARMLESS_CAPABILITIES.contains(added)) {
                note(true, baseline, sentence);
            } else {
                note(!added.equals("NET_BIND_SERVICE"), restricted, sentence);
            }
        }
        note(!truth(ofPod, own, "runAsNonRoot"), restricted, "runAsNonRoot is not true");
        note(
                Stream.of(ofPod, own)
                        .anyMatch(context -> context.number("runAsUser").equals(Optional.of(0L))),
                restricted,
                "runAsUser is 0");
        note(
                !own.text("allowPrivilegeEscalation").equals(Optional.of("false")),
                restricted,
                "allowPrivilegeEscalation is not false");
        note(!own.tree("capabilities").texts("drop").contains("ALL"), restricted, "capabilities.drop lacks ALL");
        note(!ofPod.has("seccompProfile") && !own.has("seccompProfile"), restricted, "seccompProfile is missing");
    }

    /** The container's own word counts before the pod's. */
    private static boolean truth(Tree ofPod, Tree own, String field) {
        return own.has(field) ? own.isTrue(field) : ofPod.isTrue(field);
    }

    private static boolean isUnconfined(Tree context) {
        return Stream.of("seccompProfile", "appArmorProfile")
                .anyMatch(profile -> context.tree(profile).text("type").equals(Optional.of(UNCONFINED)));
    }

    private static void note(boolean isSo, Set<String> among, String sentence) {
        if (isSo) {
            among.add(sentence);
        }
    }
}
