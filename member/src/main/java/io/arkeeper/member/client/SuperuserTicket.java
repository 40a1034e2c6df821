package io.arkeeper.member.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;

/**
 * Asks the member's control port, on the pod's loopback, for a ticket that makes one session the superuser's.
 *
 * @param control address and port
 * @param who asks, as the log is to say
 */
record SuperuserTicket(String control, String who) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    byte[] ask(long session) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + control + "/superuser").toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
        connection.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.getOutputStream().write("0x%x %s".formatted(session, who).getBytes(UTF_8));
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String answer = body == null ? "" : new String(body.readAllBytes(), UTF_8).strip();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("the member gives no ticket (HTTP %d): %s".formatted(status, answer));
            }
            return answer.getBytes(UTF_8);
        }
    }
}
