package io.arkeeper.testing;

import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a stock ZooKeeper client needs to speak TLS: two files, and the settings that lead to them. */
public record ClientFiles(Path keys, Path authorities) {

    public static ClientFiles write(Path directory, Issued issued, TestAuthority... authorities) throws IOException {
        StringBuilder believed = new StringBuilder();
        for (TestAuthority authority : authorities) {
            believed.append(authority.certificate());
        }
        return write(directory, issued, believed.toString());
    }

    /** The same with the authorities' certificates, in PEM. */
    public static ClientFiles write(Path directory, Issued issued, String authorities) throws IOException {
        Files.createDirectories(directory);
        return new ClientFiles(
                Files.writeString(directory.resolve("keys.pem"), issued.certificate() + issued.key()),
                Files.writeString(directory.resolve("authorities.pem"), authorities));
    }

    /** The client's properties. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("zookeeper.client.secure", "true");
        properties.put("zookeeper.clientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty");
        properties.put("zookeeper.ssl.keyStore.location", keys.toString());
        properties.put("zookeeper.ssl.keyStore.type", "PEM");
        properties.put("zookeeper.ssl.trustStore.location", authorities.toString());
        properties.put("zookeeper.ssl.trustStore.type", "PEM");
        return properties;
    }
}
