package io.arkeeper.cli.kube;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.kube.ClusterFailure.Kind;
import io.arkeeper.cli.local.release.Tree;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Turns what an API server or the way to it says into a sentence. */
final class ApiErrors {

    private final String context;
    private final String server;

    ApiErrors(String context, String server) {
        this.context = context;
        this.server = server;
    }

    /** For an answer that is no success. */
    ClusterFailure answered(int code, String body) {
        String message = message(body);
        return switch (code) {
            case 401 ->
                new ClusterFailure(
                        Kind.UNAUTHENTICATED,
                        code,
                        "the cluster of context '%s' does not accept its credentials: expired, or never valid; log in again"
                                .formatted(context));
            case 403 -> new ClusterFailure(Kind.FORBIDDEN, code, forbidden(message));
            default ->
                new ClusterFailure(
                        Kind.REFUSED,
                        code,
                        "the API server refuses (HTTP %d): %s"
                                .formatted(code, message.isEmpty() ? "no word" : message));
        };
    }

    /** For a program that was to run in a pod; of the answer there is but the status, so the right is named here. */
    ClusterFailure notStarted(int code, String message, String namespace) {
        return code == 403
                ? new ClusterFailure(
                        Kind.FORBIDDEN,
                        code,
                        "the user of context '%s' has no right to create pods/exec in namespace %s; ask for a Role that"
                                        .formatted(context, namespace)
                                + " allows it")
                : answered(code, message);
    }

    /** For a request without an answer. */
    ClusterFailure unanswered(Throwable cause) {
        Throwable root = root(cause);
        String why =
                switch (root) {
                    case UnknownHostException e -> "its name is unknown";
                    case UnresolvedAddressException e -> "its name is unknown";
                    case CertificateExpiredException e -> "its certificate has expired";
                    case SSLException e -> "the TLS handshake failed: " + e.getMessage();
                    case TimeoutException e -> "no answer in time";
                    case IOException e when root.getClass().getSimpleName().contains("Timeout") -> "no answer in time";
                    default ->
                        root.getMessage() == null || root.getMessage().isBlank()
                                ? connectionWords(root)
                                : root.getMessage();
                };
        return new ClusterFailure(
                Kind.UNREACHABLE,
                0,
                "the API server %s of context '%s' cannot be reached: %s; check the network, or choose another --context"
                        .formatted(server, context, why));
    }

    /** For a login program of the kubeconfig that gave neither a token nor a certificate. */
    ClusterFailure noCredentials(String program) {
        return new ClusterFailure(
                Kind.UNAUTHENTICATED,
                0,
                "context '%s' gets its credentials from the program %s, which gave none; run it by hand to see why"
                        .formatted(context, program));
    }

    /** For something that answers and is no API server, such as a proxy's page. */
    ClusterFailure noApiServer() {
        return new ClusterFailure(
                Kind.UNREACHABLE,
                0,
                "what answers at %s of context '%s' is no Kubernetes API server; check the address, or a proxy between"
                        .formatted(server, context));
    }

    private static String connectionWords(Throwable root) {
        return root.getClass().getSimpleName().startsWith("Connect") || root instanceof ClosedChannelException
                ? "the connection is refused"
                : root.getClass().getSimpleName();
    }

    private String forbidden(String message) {
        return MissingRight.in(message)
                .map(right -> right.sentence(context))
                .orElseGet(() -> "the cluster of context '%s' forbids it: %s".formatted(context, message));
    }

    static String message(String body) {
        if (body == null || body.isBlank()) {
            return "";
        }
        try {
            return Tree.of("status", JSON.std.mapFrom(body)).text("message").orElse(body.strip());
        } catch (IOException | RuntimeException e) {
            return body.strip();
        }
    }

    static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
