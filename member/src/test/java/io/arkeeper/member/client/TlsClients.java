package io.arkeeper.member.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What {@code helm test} does where TLS is on. */
public final class TlsClients {

    private TlsClients() {}

    public static boolean writeAndRead(String servers, Path secret) throws IOException, InterruptedException {
        return new WriteAndRead(servers, "/test", "x", ClientTls.config(Map.of("ARKEEPER_TLS", secret.toString())))
                .tryFor(Duration.ofSeconds(20));
    }
}
