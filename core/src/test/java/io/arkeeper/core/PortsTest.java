package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void hasTheClassicDefaults() {
        assertThat(Ports.DEFAULT).isEqualTo(new Ports(2181, 2888, 3888, 8080, 8081));
    }

    @Test
    void acceptsTheBounds() {
        Ports ports = new Ports(1, 2, 3, 4, 65535);

        assertThat(ports.control()).isEqualTo(65535);
    }

    @Test
    void namesThePortThatAnotherHasAlready() {
        assertThatThrownBy(() -> new Ports(2181, 2888, 2888, 8080, 8081))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("leaderElectionPort is 2888, expected a port of its own;"
                        + " serverPort has it already: change one of them");
    }

    @Test
    void saysAllProblemsAtOnce() {
        InvalidSettings invalid =
                catchThrowableOfType(InvalidSettings.class, () -> new Ports(0, 65536, 3888, 3888, 3888));

        assertThat(invalid.problems())
                .containsExactly(
                        "clientPort is 0, expected a port from 1 to 65535; use its default",
                        "serverPort is 65536, expected a port from 1 to 65535; use its default",
                        "httpPort is 3888, expected a port of its own;"
                                + " leaderElectionPort has it already: change one of them",
                        "controlPort is 3888, expected a port of its own;"
                                + " leaderElectionPort has it already: change one of them");
        assertThat(invalid).hasMessage(String.join("\n", invalid.problems()));
    }
}
