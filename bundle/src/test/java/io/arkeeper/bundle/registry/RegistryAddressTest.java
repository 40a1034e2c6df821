package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryAddressTest {

    @ParameterizedTest
    @CsvSource({
        "harbor.example.com, https://harbor.example.com/v2/",
        "harbor.example.com:8443/platform/zk/, https://harbor.example.com:8443/v2/",
        "oci://harbor.example.com/platform, https://harbor.example.com/v2/",
        "localhost:5000, http://localhost:5000/v2/",
        "127.3.2.1:5000, http://127.3.2.1:5000/v2/",
        "[::1]:5000, http://[::1]:5000/v2/",
        "https://127.0.0.1:5000, https://127.0.0.1:5000/v2/",
        "127.0.0.1.example.com, https://127.0.0.1.example.com/v2/"
    })
    void onlyLoopbackIsSpokenToInTheClear(String text, String base) {
        assertThat(RegistryAddress.parse(text, false).base()).hasToString(base);
    }

    @Test
    void clearTextElsewhereMustBeAskedFor() {
        assertThat(RegistryAddress.parse("http://harbor.example.com", true).base())
                .hasToString("http://harbor.example.com/v2/");
        assertThatThrownBy(() -> RegistryAddress.parse("http://harbor.example.com", false))
                .hasMessage("registry is 'http://harbor.example.com', expected https: only loopback is spoken to in the"
                        + " clear; give --plain-http if you must");
    }

    @Test
    void repositoriesStartWithThePath() {
        RegistryAddress address = RegistryAddress.parse("harbor.example.com/platform", false);

        assertThat(address.repository("arkeeper/zookeeper")).isEqualTo("platform/arkeeper/zookeeper");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ho st", "harbor:99999", "harbor/Upper", "harbor/a//b", "user@harbor", "harbor/../x"})
    void whatIsNoRegistryIsRefused(String text) {
        assertThatThrownBy(() -> RegistryAddress.parse(text, false))
                .hasMessageContaining("expected HOST[:PORT][/PATH] with a path in lower case");
    }
}
