package io.arkeeper.systemtest.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** What is no request for a probe or a page. */
final class HttpNoise {

    private static final List<String> PATHS = List.of(
            "/../../../../etc/passwd",
            "/..%2f..%2f..%2fetc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd",
            "/metrics/../../etc/passwd",
            "/livez%00",
            "/\\..\\..\\etc",
            "http://169.254.169.254/latest/meta-data",
            "*",
            "/api/v1/member/../../control",
            "/%",
            "/" + "a".repeat(8_000));
    private static final List<String> CHANGES =
            List.of("POST /stop", "PUT /log-level", "POST /resync", "POST /recover", "GET /threads", "DELETE /metrics");
    private static final List<String> HEADERS = List.of(
            "Content-Length: 99999999999999999999",
            "Content-Length: -5",
            "Content-Length: 2147483647",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "no colon here",
            ": nothing",
            "X: " + "y".repeat(20_000),
            "Z: 1\r\n".repeat(100) + "Z: 2");

    private HttpNoise() {}

    static Malformed of(Dice dice) {
        String request =
                switch (dice.below(6)) {
                    case 0 -> "GET " + dice.of(PATHS) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
                    case 1 -> dice.of(CHANGES) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nDEBUG";
                    case 2 ->
                        "POST /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + dice.of(HEADERS) + "\r\n\r\n";
                    case 3 -> "GET /metrics HTTP/1.1\r\nHost: a".substring(0, dice.below(25));
                    case 4 -> "GET / HTTP/" + dice.anyLong() + "\r\nConnection: close\r\n\r\n";
                    default -> new String(dice.bytes(300), ISO_8859_1) + "\r\n\r\n";
                };
        return new Malformed(Target.HTTP, request.getBytes(ISO_8859_1), 1);
    }
}
