package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DockerConfigTest {

    @TempDir
    private Path directory;

    @Test
    void theAuthFieldIsUserAndPassword() throws IOException {
        assertThat(find(
                        "{\"auths\":{\"https://reg.example.com/v2/\":{\"auth\":\"YW5uOnMzOmNyZXQ=\"}}}",
                        "reg.example.com"))
                .contains(new Credentials("ann", "s3:cret"));
    }

    @Test
    void thePathThatFitsLongestWins() throws IOException {
        String config = """
                {"auths": {
                  "reg.example.com": {"username": "host", "password": "1"},
                  "reg.example.com/platform": {"username": "path", "password": "2"},
                  "reg.example.com/plat": {"username": "other", "password": "3"}
                }}""";

        assertThat(find(config, "reg.example.com/platform/zk")).contains(new Credentials("path", "2"));
        assertThat(find(config, "reg.example.com/data")).contains(new Credentials("host", "1"));
        assertThat(find(config, "reg.example.com:5000")).isEmpty();
    }

    @Test
    void anIdentityTokenTakesThePasswordsPlace() throws IOException {
        assertThat(find("{\"auths\":{\"reg\":{\"auth\":\"YW5uOg==\",\"identitytoken\":\"t\"}}}", "reg"))
                .contains(new Credentials("ann", "", "t"));
    }

    @Test
    void aCredentialHelperIsNotRunAndSaidSo() {
        assertThatThrownBy(() -> find("{\"auths\":{\"reg\":{}},\"credsStore\":\"desktop\"}", "reg"))
                .hasMessage(
                        "%s keeps the password of reg in a credential helper, which is not run; give --username and --password-stdin"
                                .formatted(directory.resolve("config.json")));
    }

    @Test
    void aDamagedAuthIsSaid() {
        assertThatThrownBy(() -> find("{\"auths\":{\"reg\":{\"auth\":\"???\"}}}", "reg"))
                .hasMessage("%s has an auth that is not base64 of USER:PASSWORD; log in again"
                        .formatted(directory.resolve("config.json")));
    }

    @Test
    void aMissingFileIsNoError() {
        assertThat(DockerConfig.usual(Map.of("DOCKER_CONFIG", directory.toString()), directory)
                        .find(RegistryAddress.parse("reg", false)))
                .isEmpty();
    }

    private Optional<Credentials> find(String config, String registry) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, config);
        return new DockerConfig(List.of(file)).find(RegistryAddress.parse(registry, false));
    }
}
