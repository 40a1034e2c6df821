package io.arkeeper.member.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The DNS of the members in a test: the hosts file that the build gives to the test's JVM. */
public final class TestNames {

    private static final Path FILE = Path.of(System.getProperty("jdk.net.hosts.file"));

    private TestNames() {}

    /** The name of the pod {@code zk-ORDINAL}. */
    public static String host(int ordinal) {
        return "zk-%d.zk-headless.test.svc.cluster.local".formatted(ordinal);
    }

    /** Gives {@code zk-0}, {@code zk-1} … these addresses, and waits until lookups find them. */
    public static void lead(String... addresses) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int ordinal = 0; ordinal < addresses.length; ordinal++) {
            lines.append(addresses[ordinal]).append(' ').append(host(ordinal)).append('\n');
        }
        Files.writeString(FILE, lines);
        for (int ordinal = 0; ordinal < addresses.length; ordinal++) {
            String host = host(ordinal);
            String address = addresses[ordinal];
            await("lookups find the new address of " + host)
                    .atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> InetAddress.getByName(host).getHostAddress().equals(address));
        }
    }
}
