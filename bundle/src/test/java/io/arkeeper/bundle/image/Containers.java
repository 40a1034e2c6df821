package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.ImageConfig;
import io.arkeeper.bundle.oci.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Three members as containers, each with the chart's security settings and its own network namespace; the namespaces
 * hang on a bridge that lies in a fourth, so nothing of it touches the machine's network.
 */
final class Containers implements AutoCloseable {

    static final int MEMBERS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NETWORK = "198.18.77."; // for tests of networks, by RFC 2544

    private final Path work;
    private final Path root;
    private final ImageConfig image;
    private final String prefix = "ark" + ProcessHandle.current().pid() + "-";
    private final List<Runnable> undo = new ArrayList<>();

    /** @param root the unpacked image */
    Containers(Path work, Path root, ImageConfig image) throws IOException {
        this.work = Files.createDirectories(work);
        this.root = root;
        this.image = image;
    }

    void start() throws IOException {
        run("ip", "netns", "add", prefix + "bridge");
        undo.add(() -> quietly("ip", "netns", "delete", prefix + "bridge"));
        run("ip", "-n", prefix + "bridge", "link", "add", "br0", "type", "bridge");
        run("ip", "-n", prefix + "bridge", "link", "set", "br0", "up");
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        for (int ordinal = 0; ordinal < MEMBERS; ordinal++) {
            hosts.append("%s%d zk-%d.zk.default.svc.cluster.local zk-%d%n"
                    .formatted(NETWORK, ordinal + 1, ordinal, ordinal));
        }
        Files.writeString(work.resolve("hosts"), hosts);
        MemberConfigFiles.write(Files.createDirectories(work.resolve("config")), MEMBERS, 2000);
        for (int ordinal = 0; ordinal < MEMBERS; ordinal++) {
            start(ordinal);
        }
    }

    private void start(int ordinal) throws IOException {
        String name = prefix + ordinal;
        run("ip", "netns", "add", name);
        undo.add(() -> quietly("ip", "netns", "delete", name));
        run("ip", "-n", prefix + "bridge", "link", "add", "v" + ordinal, "type", "veth", "peer", "eth0", "netns", name);
        run("ip", "-n", prefix + "bridge", "link", "set", "v" + ordinal, "master", "br0", "up");
        run("ip", "-n", name, "address", "add", NETWORK + (ordinal + 1) + "/24", "dev", "eth0");
        run("ip", "-n", name, "link", "set", "eth0", "up");
        run("ip", "-n", name, "link", "set", "lo", "up");
        Path bundle = Files.createDirectories(work.resolve(name));
        Path data = Files.createDirectories(bundle.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(bundle.resolve("config.json"), JsonWriter.bytes(specification(ordinal, name, data)));
        Process process = new ProcessBuilder("runc", "run", "--detach", "--bundle", bundle.toString(), name)
                .redirectErrorStream(true)
                .redirectOutput(log(ordinal).toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        undo.add(() -> quietly("runc", "delete", "--force", name));
        try {
            if (process.waitFor() != 0) {
                throw new IOException("runc: " + Files.readString(log(ordinal)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Path log(int ordinal) {
        return work.resolve(prefix + ordinal + ".log");
    }

    Path classes(int ordinal) {
        return work.resolve(prefix + ordinal).resolve("data/classes.log");
    }

    /** Runs a command in a container, as kubectl exec does, and returns what it printed. */
    String exec(int ordinal, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("runc", "exec", prefix + ordinal));
        all.addAll(List.of(command));
        return Commands.run(String.join(" ", command), all, PATIENCE);
    }

    void stop(int ordinal) throws IOException {
        run("runc", "kill", prefix + ordinal, "TERM");
    }

    boolean isRunning(int ordinal) throws IOException {
        return Commands.run("runc state", List.of("runc", "state", prefix + ordinal), PATIENCE)
                .contains("\"running\"");
    }

    /** What the chart's pod gets: its user, no capability, a read-only root, a /tmp that executes nothing. */
    private Map<String, Object> specification(int ordinal, String name, Path data) {
        List<String> arguments = new ArrayList<>(image.execution().entryPoint());
        arguments.addAll(List.of(
                "-Xms512M",
                "-Xmx512M",
                "-XX:AOTMode=on", // refuses to start where the cache does not fit
                "-Xlog:class+load:file=/var/lib/zookeeper/classes.log"));
        arguments.addAll(image.execution().command());
        List<String> environment = new ArrayList<>(image.execution().env());
        environment.addAll(List.of(
                "ARKEEPER_POD_NAME=zk-" + ordinal,
                "ARKEEPER_NAMESPACE=default",
                "ARKEEPER_CONFIG=/etc/arkeeper",
                "ARKEEPER_DATA=/var/lib/zookeeper"));
        Map<String, Object> none = new TreeMap<>();
        for (String set : List.of("bounding", "effective", "inheritable", "permitted", "ambient")) {
            none.put(set, List.of());
        }
        return Map.of(
                "ociVersion",
                "1.0.2",
                "hostname",
                "zk-" + ordinal,
                "root",
                Map.of("path", root.toString(), "readonly", true),
                "process",
                Map.of(
                        "terminal",
                        false,
                        "user",
                        Map.of("uid", 1000, "gid", 1000),
                        "cwd",
                        "/",
                        "args",
                        arguments,
                        "env",
                        environment,
                        "noNewPrivileges",
                        true,
                        "capabilities",
                        none),
                "mounts",
                List.of(
                        mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
                        mount("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755", "size=65536k"),
                        mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "noexec", "mode=1777"),
                        mount("/etc/hosts", "bind", work.resolve("hosts").toString(), "bind", "ro"),
                        mount("/etc/arkeeper", "bind", work.resolve("config").toString(), "bind", "ro"),
                        mount("/var/lib/zookeeper", "bind", data.toString(), "bind", "rw")),
                "linux",
                Map.of(
                        "namespaces",
                        List.of(
                                Map.of("type", "pid"),
                                Map.of("type", "ipc"),
                                Map.of("type", "uts"),
                                Map.of("type", "mount"),
                                Map.of("type", "network", "path", "/run/netns/" + name)),
                        "seccomp",
                        Map.of(
                                "defaultAction",
                                "SCMP_ACT_ALLOW",
                                "syscalls",
                                List.of(Map.of(
                                        "names",
                                        List.of(
                                                "add_key",
                                                "bpf",
                                                "keyctl",
                                                "mount",
                                                "perf_event_open",
                                                "ptrace",
                                                "reboot",
                                                "setns",
                                                "swapon",
                                                "umount2",
                                                "unshare",
                                                "userfaultfd"),
                                        "action",
                                        "SCMP_ACT_ERRNO")))));
    }

    private static Map<String, Object> mount(String at, String type, String source, String... options) {
        return Map.of("destination", at, "type", type, "source", source, "options", List.of(options));
    }

    private static void run(String... command) throws IOException {
        Commands.run(command[0], List.of(command), PATIENCE);
    }

    private static void quietly(String... command) {
        try {
            run(command);
        } catch (IOException | RuntimeException e) {
            System.err.println("while cleaning up: " + e.getMessage());
        }
    }

    /** The end of each member's log, for a failure that explains itself. */
    String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (int ordinal = 0; ordinal < MEMBERS; ordinal++) {
            List<String> lines = Files.exists(log(ordinal)) ? Files.readAllLines(log(ordinal), UTF_8) : List.of();
            logs.append("zk-%d:%n  ".formatted(ordinal))
                    .append(String.join("\n  ", lines.subList(Math.max(0, lines.size() - 15), lines.size())))
                    .append('\n');
        }
        return logs.toString();
    }

    @Override
    public void close() {
        undo.reversed().forEach(Runnable::run);
    }
}
