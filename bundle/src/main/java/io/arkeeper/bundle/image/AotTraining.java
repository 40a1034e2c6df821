package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobDirectory;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Makes the AOT cache by running what ships: three members from the unpacked layers, on loopback addresses.
 *
 * <p>The member that is recorded first follows and then, when the leader is stopped, leads, so that the cache serves
 * both. It asks Kubernetes' API for its size, like any member in a pod. The JVM compares the jars' and the runtime's times
 * and sizes with those it was trained on, hence the unpacked layers; it does not mind that they lie elsewhere. The cache
 * differs from run to run, and holds no secrets: it is made from classes, and from objects of the JDK.
 */
final class AotTraining {

    private static final Duration PATIENCE = Duration.ofSeconds(60); // a loaded machine with a slow disk
    private static final int LOOK_AGAIN_MS = 50;
    private static final int SERVERS = 3;
    private static final int TICK_TIME_MS = 500;
    private static final int RECORDED = 2; // the highest id leads first, then the next one
    private static final String HEAP = "256m"; // compressed pointers, like any heap below 32 GiB

    private final List<Layer> layers;
    private final BlobDirectory blobs;
    private final Instant modified;

    /** @param layers Java, ZooKeeper and member, unpacked for the training */
    AotTraining(List<Layer> layers, BlobDirectory blobs, Instant modified) {
        this.layers = List.copyOf(layers);
        this.blobs = blobs;
        this.modified = modified;
    }

    Layer layer() throws IOException {
        Path work = Files.createTempDirectory("arkeeper-aot-");
        try {
            Path root = Files.createDirectory(work.resolve("root"));
            LayerFiles.unpack(layers, blobs, root);
            Path aot = work.resolve("member.aot");
            train(work, root, aot);
            FileTree tree = new FileTree().file(MemberFiles.AOT_CACHE.substring(1), Content.of(aot));
            return new LayerFiles(modified).write("aot", tree, blobs, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while training the AOT cache", e);
        } finally {
            Commands.deleteTree(work);
        }
    }

    private void train(Path work, Path root, Path aot) throws IOException, InterruptedException {
        Files.setLastModifiedTime(root, FileTime.from(modified));
        List<Trainee> trainees = new ArrayList<>();
        String network = "127.%d.%d"
                .formatted(
                        ThreadLocalRandom.current().nextInt(64, 127),
                        ThreadLocalRandom.current().nextInt(256));
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        for (int ordinal = 0; ordinal < SERVERS; ordinal++) {
            hosts.append("%s.%d zk-%d.zk.training.svc.cluster.local%n".formatted(network, ordinal + 1, ordinal));
        }
        Files.writeString(work.resolve("hosts"), hosts);
        MemberConfigFiles.write(Files.createDirectory(work.resolve("config")), SERVERS, TICK_TIME_MS);
        try (TrainingApi api = TrainingApi.start(work.resolve("service-account"), network + ".99", SERVERS)) {
            for (int ordinal = 0; ordinal < SERVERS; ordinal++) {
                List<String> recording = ordinal + 1 == RECORDED ? recording(aot) : List.of();
                trainees.add(Trainee.start(work, root, network, ordinal, recording, api.environment()));
            }
            for (Trainee trainee : trainees) {
                trainee.awaitReady();
            }
            Trainee recorded = trainees.get(RECORDED - 1);
            recorded.exercise(root);
            trainees.getLast().stop();
            recorded.awaitRole("leader");
            recorded.exercise(root);
            api.requireAsked();
            recorded.process().destroy();
            trainees.getFirst().kill(); // nobody needs it, and the cache takes all processors to make
            recorded.stop();
        } finally {
            trainees.forEach(Trainee::kill);
        }
        if (!Files.isRegularFile(aot)) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "the JVM wrote no AOT cache: %s; build with --no-aot"
                            .formatted(trainees.get(RECORDED - 1).lastLine()));
        }
    }

    /** Without the profiles of methods: by these the JVM compiles, at each start, what matters only much later. */
    private static List<String> recording(Path aot) {
        return List.of("-XX:AOTCacheOutput=" + aot, "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");
    }

    /** One member of the training. */
    private record Trainee(Process process, String address, Path log) {

        static Trainee start(
                Path work,
                Path root,
                String network,
                int ordinal,
                List<String> recording,
                Map<String, String> kubernetes)
                throws IOException {
            String address = network + "." + (ordinal + 1);
            Path log = work.resolve("zk-" + ordinal + ".log");
            List<String> command = new ArrayList<>(List.of(root.resolve(JavaRuntime.HOME + "/bin/java") + ""));
            command.addAll(arguments(root));
            command.addAll(recording);
            command.addAll(List.of(
                    "-Djdk.net.hosts.file=" + work.resolve("hosts"),
                    "-Xms" + HEAP,
                    "-Xmx" + HEAP,
                    "io.arkeeper.member.Main"));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("ARKEEPER_") || name.startsWith("JAVA_"));
            environment.remove("JDK_JAVA_OPTIONS");
            environment.putAll(new HashMap<>(Map.of(
                    "ARKEEPER_POD_NAME",
                    "zk-" + ordinal,
                    "ARKEEPER_NAMESPACE",
                    "training",
                    "ARKEEPER_CONFIG",
                    work.resolve("config").toString(),
                    "ARKEEPER_DATA",
                    work.resolve("zk-" + ordinal).toString(),
                    "ARKEEPER_BIND_ADDRESS",
                    address)));
            environment.putAll(kubernetes);
            return new Trainee(builder.start(), address, log);
        }

        /** The shipped arguments, with the image's paths below {@code root}, less the cache that is being made. */
        private static List<String> arguments(Path root) throws IOException {
            return Files.readAllLines(root.resolve(MemberFiles.MEMBER_ARGUMENTS.substring(1))).stream()
                    .filter(line -> !line.startsWith("-XX:AOTCache"))
                    .map(line -> line.replace(MemberFiles.HOME, root + MemberFiles.HOME))
                    .toList();
        }

        void awaitReady() throws IOException, InterruptedException {
            await("became ready", () -> get("/readyz").statusCode() == 200);
        }

        void awaitRole(String role) throws IOException, InterruptedException {
            await(
                    "became " + role,
                    () -> get("/api/v1/member").body().replace(" ", "").contains("\"role\":\"" + role + "\""));
            awaitReady();
        }

        /** What probes, Prometheus and clients do. */
        void exercise(Path root) throws IOException, InterruptedException {
            for (String path : List.of("/livez", "/readyz", "/startupz", "/metrics", "/api/v1/member")) {
                get(path);
            }
            List<String> command = new ArrayList<>(List.of(root.resolve(JavaRuntime.HOME + "/bin/java") + ""));
            command.addAll(arguments(root));
            command.addAll(List.of("-Xmx64m", "io.arkeeper.member.client.LineClient", address + ":2181"));
            Process client = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Writer requests = client.outputWriter(UTF_8)) {
                String node = "/training-" + System.nanoTime();
                for (String request : List.of("create", "set")) {
                    requests.write("%s %s value%n".formatted(request, node));
                }
                for (String request : List.of("get", "exists", "sync")) {
                    requests.write("%s %s%n".formatted(request, node));
                }
                requests.write("quit\n");
            }
            if (!client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                client.destroyForcibly();
                throw failure("served a client");
            }
        }

        /** Ends it in good order, which is when a recording JVM writes its cache. */
        void stop() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw failure("ended");
            }
        }

        void kill() {
            process.destroyForcibly();
            try {
                process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        String lastLine() {
            try {
                List<String> lines = Files.readAllLines(log);
                return lines.isEmpty() ? "it printed nothing" : lines.getLast();
            } catch (IOException e) {
                return "its log cannot be read";
            }
        }

        private interface Condition {
            boolean holds() throws IOException, InterruptedException;
        }

        private void await(String what, Condition condition) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!holdsNow(condition)) {
                if (System.nanoTime() > deadline || process.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                    throw failure(what);
                }
            }
        }

        private static boolean holdsNow(Condition condition) throws InterruptedException {
            try {
                return condition.holds();
            } catch (IOException e) {
                return false; // not listening yet
            }
        }

        private HttpResponse<String> get(String path) throws IOException, InterruptedException {
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + ":8080" + path))
                        .timeout(Duration.ofSeconds(5))
                        .build();
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            }
        }

        private BundleFailure failure(String what) {
            return new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    "training the AOT cache: the member on %s never %s (%s); build with --no-aot"
                            .formatted(address, what, lastLine()));
        }
    }
}
