package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.kube.ClusterFailure.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real client against a small HTTP server: what it sends, and what becomes of what it gets. */
final class Fabric8ClusterIT {

    private static final String POD = "/pods/myzk-zookeeper-0";
    private static final String RUNNING_POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"myzk-zookeeper-0","namespace":"zk"},
             "spec":{"containers":[{"name":"zookeeper"}]},
             "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],
                       "containerStatuses":[{"name":"zookeeper","ready":true,"state":{"running":{}}}]}}
            """;

    @TempDir
    private Path directory;

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "{\"items\":[{\"metadata\":{\"name\":\"a\"}}]}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add("%s %s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            exchange.getRequestHeaders().getFirst("Content-Type"),
                            sent));
            boolean readsThePod = exchange.getRequestURI().getPath().endsWith(POD);
            byte[] bytes = (readsThePod ? RUNNING_POD : body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(readsThePod ? 200 : status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Cluster cluster(int port, String user) throws IOException {
        Path file = Files.writeString(directory.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: %s}]
                contexts: [{name: lab, context: {cluster: c, user: u}}]
                current-context: lab
                """.formatted(port, user));
        return new Fabric8Cluster(new KubeconfigFiles(Map.of(), directory).read(Optional.of(file), Optional.empty()));
    }

    private Cluster cluster() throws IOException {
        return cluster(server.getAddress().getPort(), "{token: secret}");
    }

    @Test
    void readsListsWithTheTokenOfTheKubeconfig() throws IOException {
        try (Cluster cluster = cluster()) {
            assertThat(cluster.list("/api/v1/nodes?labelSelector=a%3Db")).hasSize(1);
            assertThat(requests.getFirst()).startsWith("GET /api/v1/nodes?labelSelector=a%3Db Bearer secret");
        }
    }

    @Test
    void changesObjects() throws IOException {
        try (Cluster cluster = cluster()) {
            cluster.patch("/x", Map.of("a", 1));
            cluster.post("/y", Map.of("b", 2));
            cluster.delete("/z");

            assertThat(requests)
                    .containsExactly(
                            "PATCH /x Bearer secret application/merge-patch+json {\"a\":1}",
                            "POST /y Bearer secret application/json {\"b\":2}",
                            requests.getLast());
            assertThat(requests.getLast()).startsWith("DELETE /z Bearer secret");
        }
    }

    @Test
    void whatIsNotThere() throws IOException {
        status = 404;
        body = "{\"message\":\"not found\"}";
        try (Cluster cluster = cluster()) {
            assertThat(cluster.get("/x")).isEmpty();
            assertThat(cluster.list("/x")).isEmpty();
            assertThat(cluster.delete("/x")).isFalse();
        }
    }

    @Test
    void credentialsThatAreNotAccepted() throws IOException {
        status = 401;
        body = "{\"message\":\"Unauthorized\"}";
        try (Cluster cluster = cluster()) {
            assertThat(catchThrowableOfType(ClusterFailure.class, () -> cluster.get("/x"))
                            .kind())
                    .isEqualTo(Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void anApiServerThatCannotBeReached() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (Cluster cluster = cluster(free, "{token: secret}")) {
            assertThat(catchThrowableOfType(ClusterFailure.class, () -> cluster.get("/x")))
                    .hasMessage(
                            "the API server http://127.0.0.1:%d of context 'lab' cannot be reached: the connection is"
                                    + " refused; check the network, or choose another --context",
                            free);
        }
    }

    @Test
    void anExecPluginGivesTheToken() throws IOException {
        Path plugin = Files.writeString(directory.resolve("login"), """
                #!/bin/sh
                echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"fresh"}}'
                """);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
        String user = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}";

        try (Cluster cluster = cluster(server.getAddress().getPort(), user)) {
            cluster.get("/x");
            assertThat(requests.getFirst()).startsWith("GET /x Bearer fresh");
        }
    }

    @Test
    void anExecPluginThatGivesNothing() {
        String user =
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-login, interactiveMode: Never}}";

        assertThat(catchThrowableOfType(
                        ClusterFailure.class, () -> cluster(server.getAddress().getPort(), user)))
                .hasMessage(
                        "context 'lab' gets its credentials from the program no-such-login, which gave none; run it by"
                                + " hand to see why");
    }

    private ClusterFailure refusedProgram(int code) throws IOException {
        status = code;
        Streams streams =
                new Streams(Optional.empty(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        try (Cluster cluster = cluster()) {
            return catchThrowableOfType(
                    ClusterFailure.class,
                    () -> cluster.run(new PodName("zk", "myzk-zookeeper-0"), List.of("zkCli"), streams));
        }
    }

    @Test
    void aProgramThatMayNotBeStarted() throws IOException {
        ClusterFailure failure = refusedProgram(403);

        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure)
                .hasMessage("the user of context 'lab' has no right to create pods/exec in namespace zk; ask for a Role"
                        + " that allows it");
        assertThat(requests.getLast()).startsWith("GET /api/v1/namespaces/zk/pods/myzk-zookeeper-0/exec?command=zkCli");
    }

    @Test
    void aProgramInAPodThatIsNotThere() throws IOException {
        assertThat(refusedProgram(404).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void somethingElseThanAnApiServer() throws IOException {
        body = "<html>welcome</html>";
        try (Cluster cluster = cluster()) {
            String sentence =
                    "what answers at http://127.0.0.1:%d of context 'lab' is no Kubernetes API server; check the"
                            + " address, or a proxy between";
            int port = server.getAddress().getPort();
            assertThat(catchThrowableOfType(ClusterFailure.class, () -> cluster.get("/x")))
                    .hasMessage(sentence, port);
            status = 404;
            assertThat(catchThrowableOfType(ClusterFailure.class, () -> cluster.get("/x")))
                    .hasMessage(sentence, port);
        }
    }
}
