package io.arkeeper.systemtest.network;

import io.arkeeper.cli.local.PodNetwork;
import io.arkeeper.core.MemberId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace for each pod, all plugged into one switch, and this process as well. Loopback would not do: there
 * whoever connects comes from 127.0.0.1, so nobody could tell whose packets to drop.
 *
 * <p>The namespaces carry the process id of whoever made them. What a process that was killed left behind, the next one
 * removes, members included.
 */
public final class NamespaceNetwork implements PodNetwork, AutoCloseable {

    private static final Pattern NAME = Pattern.compile("arkeeper-soak-(?<maker>[0-9]+)-.*");
    private static final int CLIENT_PORT = 2181;
    private static final int OUTSIDE = 254; // its address ends so; pods have lower ones
    private static final String INTERFACE = "eth0";

    private final long maker = ProcessHandle.current().pid();
    private final String switchboard = namespace("switch");
    private final String ownEnd = "ark" + maker;
    private final List<String> addresses = new ArrayList<>();
    private final Map<Integer, String> applied = new HashMap<>();
    private final Set<Link> cut = new HashSet<>();
    private final Set<Integer> withoutClients = new HashSet<>();
    private final Map<Integer, Integer> lossy = new HashMap<>();
    private final Set<Integer> slow = new HashSet<>();
    private final Thread atExit = new Thread(this::removeNamespaces);
    private boolean canLose;
    private Optional<Slowness> slowness = Optional.empty();

    private NamespaceNetwork() {}

    /** A network for so many voters. */
    public static NamespaceNetwork of(int pods) throws NetworkUnavailable {
        for (String program : List.of("ip", "nsenter", "iptables-restore")) {
            if (Tools.find(program).isEmpty()) {
                throw new NetworkUnavailable("there is no program '" + program + "' on this machine");
            }
        }
        NamespaceNetwork network = new NamespaceNetwork();
        network.removeNamespaces();
        Tools.Ended first = Tools.run("", List.of("ip", "netns", "add", network.switchboard));
        if (!first.well()) {
            throw new NetworkUnavailable("no network namespace can be made, which needs root: " + first.output());
        }
        try {
            Runtime.getRuntime().addShutdownHook(network.atExit);
            network.plugIn(pods);
            network.tryOut();
            return network;
        } catch (IllegalStateException e) {
            network.close();
            throw new NetworkUnavailable(e.getMessage());
        }
    }

    private void plugIn(int pods) {
        inside(switchboard, "ip", "link", "add", "br0", "type", "bridge");
        inside(switchboard, "ip", "link", "set", "br0", "up");
        plug("outside", ownEnd, Long.toString(maker));
        ip("addr", "add", outside() + "/24", "dev", ownEnd);
        ip("link", "set", ownEnd, "up");
        for (int pod = 0; pod < pods; pod++) {
            String namespace = namespace(pod);
            ip("netns", "add", namespace);
            plug("pod" + pod, INTERFACE, namespace);
            String address = address(MemberId.ofOrdinal(pod));
            addresses.add(address);
            inside(namespace, "ip", "addr", "add", address + "/24", "dev", INTERFACE);
            inside(namespace, "ip", "link", "set", INTERFACE, "up");
            inside(namespace, "ip", "link", "set", "lo", "up");
        }
    }

    private void plug(String socket, String end, String namespace) {
        inside(switchboard, "ip", "link", "add", socket, "type", "veth", "peer", "name", end, "netns", namespace);
        inside(switchboard, "ip", "link", "set", socket, "master", "br0", "up");
    }

    private void tryOut() {
        restore();
        lossy.put(0, 1);
        canLose = Tools.run(rules().at(0), entering(0, "iptables-restore")).well();
        slowness = List.of(Slowness.values()).stream()
                .filter(one -> Tools.run("", discipline(0, one)).well())
                .findFirst();
        slow.add(0);
        applied.clear();
        restore();
    }

    /** Whether packets can be lost by chance. */
    public boolean canLose() {
        return canLose;
    }

    /** How links can be made slow, if at all. */
    public Optional<Slowness> slowness() {
        return slowness;
    }

    @Override
    public String address(MemberId id) {
        return host(id.value());
    }

    /** One more address for a pod, a different one for each pod and {@code number}, which is less than 20. */
    public String address(int ordinal, int number) {
        return host(20 + 10 * number + ordinal);
    }

    /** Out of 198.18.0.0/15, which is set aside for tests of networks. */
    private String host(int last) {
        return "198.18.%d.%d".formatted(maker % 256, last);
    }

    private String outside() {
        return host(OUTSIDE);
    }

    @Override
    public List<String> enter(MemberId id) {
        String program = Tools.find("nsenter").orElseThrow().toString();
        return List.of(program, "--net=/run/netns/" + namespace(id.ordinal()));
    }

    @Override
    public synchronized void move(MemberId id, String address) {
        inside(namespace(id.ordinal()), "ip", "addr", "flush", "dev", INTERFACE);
        inside(namespace(id.ordinal()), "ip", "addr", "add", address + "/24", "dev", INTERFACE);
        addresses.set(id.ordinal(), address);
        apply();
    }

    /** From now on nothing arrives over these links. */
    public synchronized void cut(Set<Link> links) {
        cut.addAll(links);
        apply();
    }

    /** From now on no client reaches this member. */
    public synchronized void cutFromClients(int member) {
        withoutClients.add(member);
        apply();
    }

    /** From now on every seventh packet from another member does not arrive at this one. */
    public synchronized void lose(int member) {
        lossy.put(member, 15);
        apply();
    }

    /** From now on all that this member sends is slow. */
    public synchronized void slowDown(int member) {
        slow.add(member);
        Tools.require("", discipline(member, slowness.orElseThrow()));
    }

    /** All links are well again. */
    public synchronized void restore() {
        cut.clear();
        withoutClients.clear();
        lossy.clear();
        apply();
        slow.forEach(member ->
                Tools.run("", entering(member, "tc", "qdisc", "del", "dev", INTERFACE, "root"))); // where there is one
        slow.clear();
    }

    private void apply() {
        PacketRules rules = rules();
        for (int member = 0; member < addresses.size(); member++) {
            String wanted = rules.at(member);
            if (!wanted.equals(applied.get(member))) {
                Tools.require(wanted, entering(member, "iptables-restore"));
                applied.put(member, wanted);
            }
        }
    }

    private PacketRules rules() {
        return new PacketRules(addresses, outside(), CLIENT_PORT, cut, withoutClients, lossy);
    }

    private List<String> discipline(int member, Slowness how) {
        List<String> command = new ArrayList<>(entering(member, "tc", "qdisc", "replace", "dev", INTERFACE, "root"));
        command.addAll(how.discipline());
        return command;
    }

    private List<String> entering(int member, String... command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace(member)));
        whole.addAll(List.of(command));
        return whole;
    }

    private String namespace(int ordinal) {
        return namespace("pod" + ordinal);
    }

    private String namespace(String name) {
        return "arkeeper-soak-%d-%s".formatted(ProcessHandle.current().pid(), name);
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Tools.require("", command);
    }

    private static void inside(String namespace, String... command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(List.of(command));
        Tools.require("", whole);
    }

    /** Those of this process, and those whose process has gone. */
    private void removeNamespaces() {
        Tools.run("", List.of("ip", "link", "del", ownEnd)); // a namespace takes its time to go, and this with it
        for (String line :
                Tools.run("", List.of("ip", "netns", "list")).output().lines().toList()) {
            String namespace = line.split(" ")[0];
            Matcher name = NAME.matcher(namespace);
            if (name.matches() && isLeftOver(Long.parseLong(name.group("maker")))) {
                killThoseIn(namespace);
                Tools.run("", List.of("ip", "netns", "del", namespace));
            }
        }
    }

    private boolean isLeftOver(long itsMaker) {
        return itsMaker == maker || ProcessHandle.of(itsMaker).isEmpty();
    }

    private static void killThoseIn(String namespace) {
        Tools.run("", List.of("ip", "netns", "pids", namespace))
                .output()
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        removeNamespaces();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
