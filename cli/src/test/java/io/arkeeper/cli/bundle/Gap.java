package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The far side of the gap: a network namespace whose only peer is a registry in another one, with a tripwire.
 *
 * <p>Whatever is meant for anybody else, a name server above all, goes the default way, which leads to an interface that
 * swallows and counts.
 */
final class Gap implements AutoCloseable {

    private static final String NAME_SERVER = "192.0.2.53"; // for documentation, by RFC 5737: nobody's
    private static final String REGISTRY = "198.18.78.2"; // for tests of networks, by RFC 2544
    private static final String FAR = "198.18.78.1";

    private final Tool ip;
    private final Path home;
    private final String far = "ark" + ProcessHandle.current().pid() + "-far";
    private final String peer = "ark" + ProcessHandle.current().pid() + "-peer";

    private Gap(Tool ip, Path home) {
        this.ip = ip;
        this.home = home;
    }

    static Gap open(Path home) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "SKIPPED: network namespaces need root; run the tests as root");
        Gap gap = new Gap(Tool.require("ip"), home);
        try {
            gap.build();
            return gap;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            gap.close();
            throw e;
        }
    }

    private void build() throws IOException, InterruptedException {
        Files.createDirectories(resolver().getParent());
        Files.writeString(resolver(), "nameserver " + NAME_SERVER + "\n");
        ip("netns", "add", far);
        ip("netns", "add", peer);
        for (String namespace : List.of(far, peer)) {
            // IPv6 looks for neighbours and routers unasked
            ip("netns", "exec", namespace, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
            ip("netns", "exec", namespace, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
            ip("-n", namespace, "link", "set", "lo", "up");
        }
        ip("-n", far, "link", "add", "eth0", "type", "veth", "peer", "eth0", "netns", peer);
        ip("-n", far, "address", "add", FAR + "/30", "dev", "eth0");
        ip("-n", peer, "address", "add", REGISTRY + "/30", "dev", "eth0");
        ip("-n", far, "link", "set", "eth0", "up");
        ip("-n", peer, "link", "set", "eth0", "up");
        ip("-n", far, "link", "add", "trap", "type", "veth", "peer", "hole", "netns", peer);
        ip("-n", peer, "link", "set", "hole", "up");
        ip("-n", far, "link", "set", "trap", "arp", "off", "up");
        ip("-n", far, "route", "add", "default", "dev", "trap");
    }

    private Path resolver() {
        return Path.of("/etc/netns", far, "resolv.conf"); // ip mounts it over /etc/resolv.conf
    }

    /** What runs a command on the far side. */
    List<String> onTheFarSide() {
        return List.of(ip.program().toString(), "netns", "exec", far);
    }

    /** What runs a command where the registry is. */
    List<String> atTheRegistry() {
        return List.of(ip.program().toString(), "netns", "exec", peer);
    }

    String registry() {
        return REGISTRY;
    }

    /** Packets for anybody but the registry, so far. */
    long strays() throws IOException, InterruptedException {
        return Long.parseLong(ip.ok(home, "netns", "exec", far, "cat", "/sys/class/net/trap/statistics/tx_packets")
                .strip());
    }

    /** Runs a program on the far side, whatever comes of it. */
    Tool.Result run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("netns", "exec", far));
        all.addAll(List.of(command));
        return ip.run(home, Map.of(), all.toArray(String[]::new));
    }

    private void ip(String... arguments) throws IOException, InterruptedException {
        ip.ok(home, arguments);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ip.run(home, Map.of(), "netns", "delete", far);
        ip.run(home, Map.of(), "netns", "delete", peer);
        Files.deleteIfExists(resolver());
        Files.deleteIfExists(resolver().getParent());
    }
}
