package io.arkeeper.cli.kube;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.Pump;
import io.arkeeper.cli.local.release.Tree;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A cluster by way of the fabric8 client: its logins, its TLS, its tunnels, but not its typed objects. */
public final class Fabric8Cluster implements Cluster {

    private static final String JSON_TYPE = "application/json";
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final ApiErrors errors;
    private final Map<Tunnel, LocalPortForward> tunnels = new ConcurrentHashMap<>();

    private record Tunnel(PodName pod, int port) {}

    public Fabric8Cluster(Kubeconfig kubeconfig) {
        errors = new ApiErrors(kubeconfig.context(), kubeconfig.server());
        try {
            Config config = Config.fromKubeconfig(kubeconfig.document());
            config.setConnectionTimeout(Math.toIntExact(TO_CONNECT.toMillis()));
            config.setRequestTimeout(Math.toIntExact(TO_ANSWER.toMillis()));
            refuseSilentLogin(kubeconfig, config);
            config.setRequestRetryBackoffLimit(0); // a person waits; every command can be given again
            client = new KubernetesClientBuilder().withConfig(config).build();
        } catch (ClusterFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw errors.unanswered(e);
        }
    }

    /** The client itself goes on as an anonymous user, which ends in a message about rights. */
    private void refuseSilentLogin(Kubeconfig kubeconfig, Config config) {
        boolean hasCredentials = config.getOauthToken() != null
                || config.getAutoOAuthToken() != null
                || config.getClientCertData() != null
                || config.getClientCertFile() != null;
        if (kubeconfig.loginProgram().isPresent() && !hasCredentials) {
            throw errors.noCredentials(kubeconfig.loginProgram().get());
        }
    }

    @Override
    public Optional<Tree> get(String path) {
        HttpResponse<String> answer = send("GET", path, Optional.empty(), JSON_TYPE);
        if (answer.code() == 404) {
            refuseStrangers(answer.body());
            return Optional.empty();
        }
        return Optional.of(success(path, answer));
    }

    @Override
    public Tree post(String path, Map<String, ?> body) {
        return success(path, send("POST", path, Optional.of(body), JSON_TYPE));
    }

    @Override
    public Tree patch(String path, Map<String, ?> body) {
        return success(path, send("PATCH", path, Optional.of(body), "application/merge-patch+json"));
    }

    @Override
    public boolean delete(String path) {
        HttpResponse<String> answer = send("DELETE", path, Optional.empty(), JSON_TYPE);
        if (answer.code() == 404) {
            return false;
        }
        success(path, answer);
        return true;
    }

    private HttpResponse<String> send(String method, String path, Optional<Map<String, ?>> body, String type) {
        String server = client.getMasterUrl().toString().replaceFirst("/+$", "");
        HttpRequest.Builder request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(server + path)
                .header("Accept", JSON_TYPE);
        if (body.isPresent() || !method.equals("GET")) {
            request.method(method, type, body.map(Fabric8Cluster::json).orElse(null));
        }
        try {
            return client.getHttpClient()
                    .sendAsync(
                            request.timeout(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                                    .build(),
                            String.class)
                    .get(TO_ANSWER.plus(TO_CONNECT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw errors.unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Tree success(String path, HttpResponse<String> answer) {
        if (answer.code() >= 300) {
            throw errors.answered(answer.code(), answer.body());
        }
        try {
            return Tree.of(path, JSON.std.mapFrom(answer.body()));
        } catch (IOException e) {
            throw errors.noApiServer();
        }
    }

    /** An API server says in JSON what is not there, and in these words that it does not know the kind. */
    private void refuseStrangers(String body) {
        String text = body == null ? "" : body.strip();
        if (!text.startsWith("{") && !text.equals("404 page not found")) {
            throw errors.noApiServer();
        }
    }

    private static String json(Map<String, ?> body) {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One tunnel for each pod stays open, and one connection in it: each further one would be two more TLS handshakes. */
    @Override
    public HttpGet.Answer ask(PodName pod, int port, String path, Duration timeout) {
        return HttpGet.keepingTheConnection("127.0.0.1", tunnel(pod, port), path, timeout);
    }

    @Override
    public HttpGet.Answer tell(PodName pod, int port, String path, String body, Duration timeout) {
        return HttpGet.post("127.0.0.1", tunnel(pod, port), path, body, timeout);
    }

    private int tunnel(PodName pod, int port) {
        return tunnels.computeIfAbsent(
                        new Tunnel(pod, port), missing -> resource(pod).portForward(port))
                .getLocalPort();
    }

    @Override
    public PodProcess exec(PodName pod, List<String> command) {
        return new Execution(started(
                pod, () -> resource(pod).redirectingInput().redirectingOutput().exec(command.toArray(String[]::new))));
    }

    @Override
    public OptionalInt run(PodName pod, List<String> command, Streams streams) throws InterruptedException {
        try (ExecWatch program = started(pod, command, streams)) {
            streams.input().ifPresent(input -> Pump.start("input-of-" + pod.name(), input, program.getInput()));
            Integer code = program.exitCode().get();
            return code == null || code < 0 ? OptionalInt.empty() : OptionalInt.of(code);
        } catch (ExecutionException e) {
            return OptionalInt.empty();
        }
    }

    private ExecWatch started(PodName pod, List<String> command, Streams streams) {
        PodResource resource = resource(pod);
        String[] words = command.toArray(String[]::new);
        return started(
                pod,
                () -> streams.input().isPresent()
                        ? resource.redirectingInput()
                                .writingOutput(streams.output())
                                .writingError(streams.error())
                                .exec(words)
                        : resource.writingOutput(streams.output())
                                .writingError(streams.error())
                                .exec(words));
    }

    private ExecWatch started(PodName pod, Supplier<ExecWatch> start) {
        try {
            return start.get();
        } catch (RuntimeException e) {
            OptionalInt code = refusal(e);
            throw code.isPresent()
                    ? errors.notStarted(code.getAsInt(), e.getMessage(), pod.namespace())
                    : errors.unanswered(e);
        }
    }

    /** The HTTP status with which the API server refuses to open a connection; the client hides it among the causes. */
    private static OptionalInt refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException refused) {
                return OptionalInt.of(refused.getResponse().code());
            }
            if (cause instanceof KubernetesClientException answered && answered.getCode() > 0) {
                return OptionalInt.of(answered.getCode());
            }
        }
        return OptionalInt.empty();
    }

    private PodResource resource(PodName pod) {
        return client.pods().inNamespace(pod.namespace()).withName(pod.name());
    }

    @Override
    public void close() {
        for (LocalPortForward tunnel : tunnels.values()) {
            try {
                tunnel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        client.close();
    }

    private record Execution(ExecWatch watch) implements PodProcess {

        @Override
        public OutputStream input() {
            return watch.getInput();
        }

        @Override
        public InputStream output() {
            return watch.getOutput();
        }

        @Override
        public OptionalInt exitCode(Duration patience) throws InterruptedException {
            try {
                Integer code = watch.exitCode().get(patience.toMillis(), TimeUnit.MILLISECONDS);
                return code == null ? OptionalInt.empty() : OptionalInt.of(code);
            } catch (ExecutionException | TimeoutException e) {
                return OptionalInt.empty();
            }
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
