package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.pod.PodState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstanceTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final ProcessId SELF = ProcessId.of(ProcessHandle.current());
    private static final ProcessId GONE = new ProcessId(SELF.pid(), Optional.of(NOON));

    @TempDir
    private Path directory;

    private static Instance instance(Optional<ProcessId> supervisor) {
        return new Instance(
                "myzk",
                "default",
                new Subnet(9),
                supervisor,
                NOON,
                2,
                Map.of("client", 2181),
                Optional.of(1),
                List.of(
                        new PodStatus(
                                "myzk-zookeeper-0",
                                "127.0.9.1",
                                PodState.READY,
                                "leads",
                                0,
                                NOON,
                                Optional.of(SELF),
                                OptionalInt.empty(),
                                Optional.empty()),
                        new PodStatus(
                                "myzk-zookeeper-1",
                                "127.0.9.2",
                                PodState.BACK_OFF,
                                "ended with exit code 3",
                                2,
                                NOON,
                                Optional.empty(),
                                OptionalInt.of(3),
                                Optional.of("this disk belongs to somebody \"else\""))));
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        Path file = directory.resolve("instance.json");
        instance(Optional.of(SELF)).write(file);

        assertThat(Instance.read(file)).contains(instance(Optional.of(SELF)));
    }

    @Test
    void mayNeverHaveBeenWritten() {
        assertThat(Instance.read(directory.resolve("instance.json"))).isEmpty();
    }

    @Test
    void aProcessThatOnlyHasTheSupervisorsNumberIsNotIt() {
        assertThat(instance(Optional.of(SELF)).isSupervised()).isTrue();
        assertThat(instance(Optional.of(GONE)).isSupervised()).isFalse();
        assertThat(instance(Optional.empty()).isSupervised()).isFalse();
    }

    @Test
    void knowsWhichMembersRunAndWhereClientsConnect() {
        Instance instance = instance(Optional.empty());

        assertThat(instance.alive()).extracting(PodStatus::pod).containsExactly("myzk-zookeeper-0");
        assertThat(instance.connectString()).isEqualTo("127.0.9.1:2181,127.0.9.2:2181");
    }
}
