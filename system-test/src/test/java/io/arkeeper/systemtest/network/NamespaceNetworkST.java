package io.arkeeper.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.arkeeper.core.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With real packets: what is cut does not arrive, and what is not cut does. */
final class NamespaceNetworkST {

    private static final Duration PATIENCE = Duration.ofSeconds(1); // a packet takes microseconds

    private NamespaceNetwork network;

    @BeforeEach
    void plugIn() {
        try {
            network = NamespaceNetwork.of(3);
        } catch (NetworkUnavailable e) {
            System.out.println("SKIPPED: " + e.getMessage());
            abort(e.getMessage());
        }
    }

    @AfterEach
    void unplug() {
        if (network != null) {
            network.close();
            assertThat(namespaces()).isEmpty();
        }
    }

    private static List<String> namespaces() {
        return Tools.run("", List.of("ip", "netns", "list"))
                .output()
                .lines()
                .filter(line -> line.startsWith(
                        "arkeeper-soak-%d-".formatted(ProcessHandle.current().pid())))
                .toList();
    }

    /** What a member hears of one packet each from the members, e.g. {@code [0, 2]}. */
    private List<Integer> heardBy(int listener) {
        List<Integer> heard = new ArrayList<>();
        for (int speaker = 0; speaker < 3; speaker++) {
            if (speaker != listener && arrives(speaker, listener)) {
                heard.add(speaker);
            }
        }
        return heard;
    }

    /** Counts at the listener's end: an answer would need the way back as well. */
    private boolean arrives(int speaker, int listener) {
        long before = packets(listener);
        String send = "for i in 1 2 3 4 5; do echo . > /dev/udp/%s/9; done"
                .formatted(network.address(MemberId.ofOrdinal(listener)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (packets(listener) == before && System.nanoTime() < deadline) {
            Tools.run("", in(speaker, "bash", "-c", send));
        }
        return packets(listener) > before;
    }

    /** How many came for a port where nobody listens. */
    private long packets(int listener) {
        List<String> udp = Tools.require("", in(listener, "cat", "/proc/net/snmp"))
                .lines()
                .filter(line -> line.startsWith("Udp:"))
                .toList();
        int column = List.of(udp.get(0).split(" ")).indexOf("NoPorts");
        return Long.parseLong(udp.get(1).split(" ")[column]);
    }

    private List<String> in(int member, String... command) {
        List<String> whole = new ArrayList<>(network.enter(MemberId.ofOrdinal(member)));
        whole.addAll(List.of(command));
        return whole;
    }

    @Test
    void everybodyHearsEverybodyUntilALinkIsCutAndAgainAfterwards() {
        assertThat(heardBy(0)).containsExactly(1, 2);

        network.cut(Set.of(new Link(1, 0)));
        assertThat(heardBy(0)).containsExactly(2);
        assertThat(heardBy(1)).as("the other way is open").containsExactly(0, 2);

        network.cut(Link.split(Set.of(2), 3));
        assertThat(heardBy(2)).isEmpty();
        assertThat(heardBy(0)).isEmpty();
        assertThat(heardBy(1)).containsExactly(0);

        network.restore();
        assertThat(heardBy(0)).containsExactly(1, 2);
        assertThat(heardBy(2)).containsExactly(0, 1);
    }

    @Test
    void whoMovesIsStillCutOff() {
        network.cut(Set.of(new Link(1, 0)));
        network.move(MemberId.ofOrdinal(1), network.address(1, 7));

        assertThat(heardBy(0)).containsExactly(2);
        network.restore();
        assertThat(arrives(1, 0)).isTrue();
    }

    @Test
    void whatASlowMemberSendsComesLater() {
        if (network.slowness().isEmpty()) {
            abort("this kernel cannot make links slow");
        }
        network.slowDown(1);
        List<String> show = in(1, "tc", "qdisc", "show", "dev", "eth0");
        String discipline = network.slowness().orElseThrow().discipline().getFirst();

        assertThat(Tools.require("", show)).contains(discipline);
        network.restore();
        assertThat(Tools.require("", show)).doesNotContain(discipline);
    }
}
