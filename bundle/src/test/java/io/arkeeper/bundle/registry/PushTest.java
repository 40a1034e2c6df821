package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PushTest {

    private static final String REPOSITORY = "platform/arkeeper/zookeeper";
    private static final String TAG = "3.9.5-0.1.0";
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            3,
            Duration.ofMillis(500),
            Duration.ofSeconds(30));

    @TempDir
    private Path directory;

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private FakeRegistry registry;
    private SampleImage image;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        image = SampleImage.in(directory.resolve("blobs"), 50_000);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void everythingArrivesByteForByte() throws Exception {
        PushReport report = push();

        for (Descriptor layer : image.layers()) {
            assertThat(Digest.of(registry.blob(REPOSITORY, layer.digest()).orElseThrow()))
                    .isEqualTo(layer.digest());
        }
        assertThat(registry.manifest(REPOSITORY, TAG)).contains(image.blobs().read(image.index()));
        assertThat(report.sent()).isGreaterThan(100_000);
        assertThat(report.present()).isZero();
    }

    @Test
    void theIndexArrivesAfterAllItLists() throws Exception {
        push();

        List<String> puts = registry.requests().stream()
                .filter(request -> request.startsWith("PUT /v2/" + REPOSITORY + "/manifests/"))
                .toList();
        assertThat(puts)
                .containsExactly(
                        "PUT /v2/" + REPOSITORY + "/manifests/"
                                + image.manifests().get(0).digest(),
                        "PUT /v2/" + REPOSITORY + "/manifests/"
                                + image.manifests().get(1).digest(),
                        "PUT /v2/" + REPOSITORY + "/manifests/" + TAG);
    }

    @Test
    void aSecondPushSendsNothing() throws Exception {
        push();
        registry.clearRequests();

        PushReport report = push();

        assertThat(report.sent()).isZero();
        assertThat(registry.requests()).noneMatch(request -> request.matches("(POST|PATCH|PUT) .*"));
    }

    @Test
    void blobsOfAnotherRepositoryAreMounted() throws Exception {
        push();

        PushReport report = push(
                List.of(new PushItem("other/zookeeper", TAG, image.index())),
                UploadJournal.NONE,
                PushListener.NONE,
                List.of(REPOSITORY));

        assertThat(report.sent()).isZero();
        assertThat(report.mounted()).isPositive();
    }

    @Test
    void aBlobForTwoRepositoriesTravelsOnce() throws Exception {
        PushReport one = push();
        registry.close();
        registry = new FakeRegistry();

        PushReport two = push(
                List.of(
                        new PushItem(REPOSITORY, TAG, image.index()),
                        new PushItem("other/zookeeper", TAG, image.index())),
                UploadJournal.NONE,
                PushListener.NONE,
                List.of());

        assertThat(two.sent()).isEqualTo(one.sent());
        assertThat(two.mounted()).isEqualTo(one.sent());
    }

    @Test
    void progressNeverFallsAndEndsAtTheTotal() throws Exception {
        registry.play(FakeRegistry.answering("PUT .*/uploads/.*", 503, 503));
        List<Long> seen = new ArrayList<>();
        List<Long> totals = new ArrayList<>();

        push(
                List.of(new PushItem(REPOSITORY, TAG, image.index())),
                UploadJournal.NONE,
                new PushListener() {
                    @Override
                    public void advanced(long done, long total) {
                        seen.add(done);
                        totals.add(total);
                    }
                },
                List.of());

        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen.getLast()).isEqualTo(totals.getFirst());
    }

    @Test
    void basicCredentialsAreSentWhenAskedFor() throws Exception {
        registry.demand(
                "Basic realm=\"x\"",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString("ann:s3cret".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(pushAs(Optional.of(new Credentials("ann", "s3cret"))).sent()).isPositive();
    }

    @Test
    void aTokenIsFetchedFromWhereTheRegistryPoints() throws Exception {
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(exchange, 200, "{\"token\":\"t0ken\"}"));
            registry.demand("Bearer realm=\"http://%s/token\",service=\"reg\"".formatted(realm.host()), "Bearer t0ken");

            assertThat(pushAs(Optional.of(new Credentials("ann", "s3cret"))).sent())
                    .isPositive();
        }
    }

    /** The token for a mount must be good for the repository that is read as well. */
    @Test
    void blobsAreMountedWhereTokensNameWhatTheyAreFor() throws Exception {
        push();
        String other = "other/zookeeper";
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(
                    exchange,
                    200,
                    exchange.getRequestURI().getQuery().contains("scope=repository:" + REPOSITORY + ":pull")
                            ? "{\"token\":\"both\"}"
                            : "{\"token\":\"one\"}"));
            demandTokens(realm);

            PushReport report = push(
                    List.of(new PushItem(other, TAG, image.index())),
                    UploadJournal.NONE,
                    PushListener.NONE,
                    List.of(REPOSITORY));

            assertThat(report.sent()).isZero();
            assertThat(report.mounted()).isPositive();
        }
    }

    @Test
    void aBlobThatMayNotBeMountedTravels() throws Exception {
        push();
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(exchange, 200, "{\"token\":\"one\"}"));
            demandTokens(realm);

            PushReport report = push(
                    List.of(new PushItem("other/zookeeper", TAG, image.index())),
                    UploadJournal.NONE,
                    PushListener.NONE,
                    List.of(REPOSITORY));

            assertThat(report.sent()).isPositive();
            assertThat(report.mounted()).isZero();
        }
    }

    /** One token is enough for a repository, and none but that for both where one is mounted from. */
    private void demandTokens(FakeRegistry realm) {
        registry.play(exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            boolean mounts = query != null && query.contains("from=");
            if ("Bearer both".equals(shown) || (!mounts && "Bearer one".equals(shown))) {
                return false;
            }
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"http://%s/token\"".formatted(realm.host()));
            return FakeRegistry.answer(exchange, 401, "");
        });
    }

    @Test
    void wrongCredentialsAreDenied() {
        registry.demand("Basic realm=\"x\"", "Basic other");

        assertFails(
                () -> pushAs(Optional.of(new Credentials("ann", "wrong"))),
                BundleFailure.Kind.DENIED,
                "registry %s does not accept who we are for %s (401); give --username and --password-stdin, or log in with docker or podman"
                        .formatted(registry.host(), REPOSITORY));
    }

    @Test
    void aTokenRefusedIsDenied() throws Exception {
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(exchange, 401, ""));
            registry.demand("Bearer realm=\"http://%s/token\"".formatted(realm.host()), "Bearer t0ken");

            assertFails(
                    this::push,
                    BundleFailure.Kind.DENIED,
                    "127.0.0.1 gives no token for registry %s (401); give --username and --password-stdin, or log in again"
                            .formatted(registry.host()));
        }
    }

    @Test
    void forbiddenIsDenied() {
        registry.play(exchange -> exchange.getRequestMethod().equals("POST")
                && FakeRegistry.answer(
                        exchange, 403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\\npush\"}]}"));

        assertFails(
                this::push,
                BundleFailure.Kind.DENIED,
                "registry %s forbids %s (403: no push); ask for the permission, or give another path"
                        .formatted(registry.host(), REPOSITORY));
    }

    @Test
    void aMissingProjectIsSaid() {
        registry.play(exchange -> FakeRegistry.answer(exchange, 404, ""));

        assertFails(
                this::push,
                BundleFailure.Kind.REGISTRY,
                "registry %s has no place for %s (404); create the project first, or give another path"
                        .formatted(registry.host(), REPOSITORY));
    }

    @Test
    void aBusyRegistryIsAskedAgainWhenItSays() throws Exception {
        AtomicInteger count = new AtomicInteger();
        registry.play(exchange -> {
            if (count.getAndIncrement() > 0) {
                return false;
            }
            exchange.getResponseHeaders().add("Retry-After", "7");
            return FakeRegistry.answer(exchange, 429, "");
        });

        assertThat(push().sent()).isPositive();
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void aRegistryThatStaysBusyIsGivenUp() {
        registry.play(exchange -> FakeRegistry.answer(exchange, 429, ""));

        assertFails(
                this::push,
                BundleFailure.Kind.REGISTRY,
                "registry %s asks to slow down, 3 times (429); try again later with --jobs 1, what arrived is kept"
                        .formatted(registry.host()));
        assertThat(pauses.subList(0, 2)).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void aRegistryThatFailsAWhileIsAskedAgain() throws Exception {
        registry.play(FakeRegistry.answering("HEAD .*", 500, 502));

        assertThat(push().sent()).isPositive();
    }

    @Test
    void aRegistryThatGoesOnFailingIsGivenUp() {
        registry.play(exchange -> exchange.getRequestMethod().equals("PUT") && FakeRegistry.answer(exchange, 503, ""));

        assertFails(
                this::push,
                BundleFailure.Kind.REGISTRY,
                "registry %s failed 3 times (503); see its log and try again, what arrived is kept"
                        .formatted(registry.host()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT"})
    void aRegistryThatHangsIsGivenUp(String method) {
        CountDownLatch end = new CountDownLatch(1);
        registry.play(exchange -> {
            if (!exchange.getRequestMethod().equals(method)) {
                return false;
            }
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        try {
            assertFails(
                    this::push,
                    BundleFailure.Kind.REGISTRY,
                    "registry %s cannot be used: it is silent for 1 s; check the address, the network and its log"
                            .formatted(registry.host()));
        } finally {
            end.countDown();
        }
    }

    @Test
    void aConnectionThatBreaksHalfWayIsMended() throws Exception {
        AtomicInteger broken = new AtomicInteger();
        registry.play(exchange -> {
            if (!exchange.getRequestMethod().equals("PUT") || broken.getAndIncrement() > 1) {
                return false;
            }
            exchange.getRequestBody().readNBytes(1000);
            exchange.close(); // without an answer
            return true;
        });

        push();

        assertThat(registry.blob(REPOSITORY, image.layers().get(1).digest())).isPresent();
    }

    @Test
    void nobodyThereIsSaid() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> new Push(
                                client("127.0.0.1:" + free, Optional.empty()),
                                image.blobs(),
                                UploadJournal.NONE,
                                PushListener.NONE,
                                2,
                                List.of())
                        .run(List.of(new PushItem(REPOSITORY, TAG, image.index()))))
                .hasMessage("registry 127.0.0.1:%d cannot be used: nothing answers there; check host, port and network"
                        .formatted(free));
    }

    @Test
    void aRegistryThatLosesABlobIsFoundOut() {
        registry.play(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/manifests/" + TAG)) {
                registry.dropBlob(REPOSITORY, image.layers().get(1).digest());
            }
            return false;
        });

        assertFails(
                this::push,
                BundleFailure.Kind.NOT_VERIFIED,
                "registry %s took %s@%s and does not give it back as it was; see its log and push again"
                        .formatted(
                                registry.host(),
                                REPOSITORY,
                                image.layers().get(1).digest()));
    }

    @Test
    void aManifestThatSaysAnotherSizeThanABlobHasIsFoundBeforeAnythingIsSent() throws IOException {
        Descriptor layer = image.layers().get(1);
        for (long difference : List.of(-1L, 1L)) {
            Descriptor lying = image.indexWithWrongSize(difference);

            assertFails(
                    () -> push(
                            List.of(new PushItem(REPOSITORY, TAG, lying)),
                            UploadJournal.NONE,
                            PushListener.NONE,
                            List.of()),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "blob %s has %d bytes, expected %d; the file is damaged or was changed, copy it again"
                            .formatted(layer.digest(), layer.size(), layer.size() + difference));
        }
        assertThat(registry.requests()).isEmpty();
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void assertFails(Act act, BundleFailure.Kind kind, String sentence) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind))
                .hasMessage(sentence);
    }

    private PushReport push() throws IOException, InterruptedException {
        return pushAs(Optional.empty());
    }

    private PushReport pushAs(Optional<Credentials> credentials) throws IOException, InterruptedException {
        try (Registry client = client(registry.host(), credentials)) {
            return new Push(client, image.blobs(), UploadJournal.NONE, PushListener.NONE, 2, List.of())
                    .run(List.of(new PushItem(REPOSITORY, TAG, image.index())));
        }
    }

    private PushReport push(List<PushItem> items, UploadJournal journal, PushListener listener, List<String> mountFrom)
            throws IOException, InterruptedException {
        try (Registry client = client(registry.host(), Optional.empty())) {
            return new Push(client, image.blobs(), journal, listener, 2, mountFrom).run(items);
        }
    }

    private Registry client(String host, Optional<Credentials> credentials) {
        return new Registry(
                RegistryAddress.parse(host, false),
                credentials,
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                SHORT,
                pauses::add,
                InstantSource.system());
    }
}
