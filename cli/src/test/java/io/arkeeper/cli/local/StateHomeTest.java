package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.arkeeper.cli.local.StateHome.PortsInUse;
import io.arkeeper.cli.local.release.Release;
import io.arkeeper.cli.testing.Releases;
import io.arkeeper.core.MemberId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateHomeTest {

    private static final Path HOME = Path.of("/home/ann");

    @TempDir
    private Path directory;

    private StateHome state() {
        return new StateHome(directory);
    }

    private void started(Release release, Subnet subnet) throws IOException {
        InstanceDirectory where = state().of(release.name());
        Files.createDirectories(where.root());
        new Instance(
                        release.name(),
                        "default",
                        subnet,
                        Optional.empty(),
                        Instant.EPOCH,
                        3,
                        Map.of(),
                        Optional.empty(),
                        List.of())
                .write(where.instanceFile());
    }

    @Test
    void followsTheXdgRules() {
        assertThat(StateHome.of(Map.of(), HOME)).isEqualTo(new StateHome(Path.of("/home/ann/.local/state/arkeeper")));
        assertThat(StateHome.of(Map.of("XDG_STATE_HOME", "/var/state"), HOME))
                .isEqualTo(new StateHome(Path.of("/var/state/arkeeper")));
        assertThat(StateHome.of(Map.of("XDG_STATE_HOME", "relative"), HOME))
                .isEqualTo(new StateHome(Path.of("/home/ann/.local/state/arkeeper")));
    }

    @Test
    void knowsTheEnsemblesThatWereStarted() throws IOException {
        assertThat(state().names()).isEmpty();
        started(Releases.of("b", 3), new Subnet(2));
        started(Releases.of("a", 3), new Subnet(1));
        Files.createDirectory(directory.resolve("never-started"));

        assertThat(state().names()).containsExactly("a", "b");
    }

    @Test
    void anEnsembleKeepsItsSubnet() throws IOException {
        started(Releases.of("myzk", 3), new Subnet(77));

        assertThat(state().subnetFor(Releases.of("myzk", 3))).isEqualTo(new Subnet(77));
    }

    @Test
    void twoEnsemblesNeverShareOne() throws IOException {
        Subnet first = state().subnetFor(Releases.of("myzk", 3));
        started(Releases.of("another", 3), first);

        assertThat(state().subnetFor(Releases.of("myzk", 3))).isNotEqualTo(first);
    }

    @Test
    void namesThePortInUseItsHolderAndTheSettingThatChangesIt() throws IOException {
        started(Releases.of("myzk", 3), new Subnet(77));
        try (ServerSocket other = new ServerSocket(2181, 1, InetAddress.ofLiteral("127.0.77.2"))) {
            assertThat(other.isBound()).isTrue();

            PortsInUse busy = catchThrowableOfType(PortsInUse.class, () -> state().subnetFor(Releases.of("myzk", 3)));

            assertThat(busy.ports())
                    .extracting(BusyPort::sentence)
                    .containsExactly("port 2181 on 127.0.77.2, which myzk-zookeeper-1 needs, is in use by process %d"
                                    .formatted(ProcessHandle.current().pid())
                            + " (java); stop that, or choose another with --set clientPort=PORT");
        }
    }

    @Test
    void aNewEnsembleGoesWhereItsPortsAreFree() throws IOException {
        Subnet wished = state().subnetFor(Releases.of("myzk", 3));
        try (ServerSocket other = new ServerSocket(8081, 1, InetAddress.ofLiteral(wished.address(new MemberId(1))))) {
            assertThat(other.isBound()).isTrue();

            assertThat(state().subnetFor(Releases.of("myzk", 3))).isNotEqualTo(wished);
        }
    }
}
