package io.arkeeper.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One HTTP GET, without the machinery of a client.
 *
 * <p>The JDK's HttpClient costs a tenth of a second at its first use, and {@code status} asks only once.
 */
public final class HttpGet {

    private static final int LONGEST_BODY = 1 << 20;

    private HttpGet() {}

    /** @param status the HTTP status; 0 where there was no answer, and {@code body} then says why */
    public record Answer(int status, String body) {

        /** As the kubelet counts it. */
        public boolean isSuccess() {
            return status >= 200 && status < 400;
        }
    }

    /** A connection, an answer, closed. */
    public static Answer from(String address, int port, String path, Duration timeout) {
        return ask(address, port, path, timeout, "close");
    }

    /** Leaves the connection open for the next question: for tunnels, in which opening one costs a second on a busy node. */
    public static Answer keepingTheConnection(String address, int port, String path, Duration timeout) {
        return ask(address, port, path, timeout, "keep-alive");
    }

    private static Answer ask(String address, int port, String path, Duration timeout, String connectionHeader) {
        int millis = Math.toIntExact(timeout.toMillis());
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://%s:%d%s".formatted(address, port, path))
                            .toURL()
                            .openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(millis);
            connection.setReadTimeout(millis);
            connection.setRequestProperty("Connection", connectionHeader);
            connection.setUseCaches(false);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                byte[] bytes = body == null ? new byte[0] : body.readNBytes(LONGEST_BODY);
                return new Answer(status, new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (SocketTimeoutException e) {
            return new Answer(0, "no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            return new Answer(0, "does not answer yet");
        }
    }
}
