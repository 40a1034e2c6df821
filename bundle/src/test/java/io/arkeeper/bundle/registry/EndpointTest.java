package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointTest {

    /** Who gets to see our password is decided by this. */
    @ParameterizedTest
    @CsvSource({
        "https://registry.example.com/v2/, https://Registry.example.com:443/v2/x, true",
        "http://127.0.0.1/v2/, http://127.0.0.1:80/v2/x, true",
        "https://registry.example.com/v2/, http://registry.example.com:443/v2/x, false",
        "https://registry.example.com/v2/, https://registry.example.com:5000/v2/x, false",
        "https://registry.example.com/v2/, https://storage.example.com/v2/x, false",
        "https://registry.example.com/v2/, ftp://registry.example.com/v2/x, false"
    })
    void theUsualPortMayBeNamed(String base, String location, boolean same) {
        assertThat(Endpoint.areTheSame(URI.create(base), URI.create(location))).isEqualTo(same);
    }
}
