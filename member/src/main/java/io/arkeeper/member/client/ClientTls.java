package io.arkeeper.member.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * The stock client's settings for TLS with a mounted Secret. It wants certificate and key in one file, so it gets one, in
 * memory where {@code /tmp} is.
 */
final class ClientTls {

    private static final String DIRECTORY = "ARKEEPER_TLS";

    private ClientTls() {}

    /** Without TLS where the environment names no Secret. */
    static ZKClientConfig config(Map<String, String> environment) throws IOException {
        ZKClientConfig config = new ZKClientConfig();
        Optional<Path> secret = Optional.ofNullable(environment.get(DIRECTORY)).map(Path::of);
        if (secret.isPresent()) {
            Path keys = Files.createTempFile(
                    "keys", ".pem", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    keys,
                    Files.readString(secret.get().resolve("tls.crt"))
                            + Files.readString(secret.get().resolve("tls.key")));
            config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
            config.setProperty(
                    ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
            config.setProperty("zookeeper.ssl.keyStore.location", keys.toString());
            config.setProperty(
                    "zookeeper.ssl.trustStore.location",
                    Files.copy(secret.get().resolve("ca.crt"), keys.resolveSibling(keys.getFileName() + ".ca.pem"))
                            .toString());
        }
        return config;
    }
}
