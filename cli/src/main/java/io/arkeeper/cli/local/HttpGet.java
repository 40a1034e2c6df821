package io.arkeeper.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP GET, without the machinery of a client.
 *
 * <p>The JDK's HttpClient costs a tenth of a second at its first use, and {@code status} asks only once.
 */
public final class HttpGet {

    private static final int LONGEST_BODY = 1 << 20;
    private static final int TLS_REQUIRED = 426;
    private static final Pattern INSIDE = Pattern.compile("controlPort ([0-9]{1,5}) inside");

    private HttpGet() {}

    /** @param status the HTTP status; 0 where there was no answer, and {@code body} then says why */
    public record Answer(int status, String body) {

        /** As the kubelet counts it. */
        public boolean isSuccess() {
            return status >= 200 && status < 400;
        }

        /**
         * Where members speak TLS, the rest of the world is told on the pod's loopback only, and the answer says at
         * which port.
         *
         * @param ask asks at that port
         */
        public Answer orInside(IntFunction<Answer> ask) {
            Matcher port = INSIDE.matcher(body);
            return status == TLS_REQUIRED && port.find() ? ask.apply(Integer.parseInt(port.group(1))) : this;
        }
    }

    /** A connection, an answer, closed. */
    public static Answer from(String address, int port, String path, Duration timeout) {
        return exchange(address, port, path, Optional.empty(), timeout, "close");
    }

    /** Leaves the connection open for the next question: for tunnels, in which opening one costs a second on a busy node. */
    public static Answer keepingTheConnection(String address, int port, String path, Duration timeout) {
        return exchange(address, port, path, Optional.empty(), timeout, "keep-alive");
    }

    /** A POST of some text. */
    public static Answer post(String address, int port, String path, String body, Duration timeout) {
        return exchange(address, port, path, Optional.of(body), timeout, "close");
    }

    private static Answer exchange(
            String address, int port, String path, Optional<String> sent, Duration timeout, String connectionHeader) {
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
            if (sent.isPresent()) {
                connection.setRequestMethod("POST");
                connection.setDoOutput(true);
                connection.getOutputStream().write(sent.get().getBytes(StandardCharsets.UTF_8));
            }
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
