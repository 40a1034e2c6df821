package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumeTest {

    private static final String REPOSITORY = "arkeeper/zookeeper";
    private static final int PIECE = 10_000;
    private static final int OWN_LAYER = 50_000;
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(1));

    @TempDir
    private Path directory;

    private FakeRegistry registry;
    private SampleImage image;
    private UploadJournal journal;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        image = SampleImage.in(directory.resolve("blobs"), OWN_LAYER);
        journal = new JournalDirectory(directory.resolve("journal"));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aPushThatWasStoppedContinuesAtItsPiece() throws Exception {
        PushReport whole = pushElsewhere();
        stopAfterPieces(3);

        PushReport rest = push();

        assertThat(rest.sent()).isEqualTo(whole.sent() - 3 * PIECE);
        assertArrived();
    }

    @Test
    void aPieceThatBreaksOffContinuesWhereTheRegistrySays() throws Exception {
        breakOff("PATCH", 2, 5_000);

        PushReport report = push();

        assertArrived();
        assertThat(report.sent()).isLessThanOrEqualTo(pushElsewhere().sent() + PIECE);
    }

    @Test
    void aRegistryThatForgetsAnUploadGetsTheBlobAnew() throws Exception {
        registry.forgetsPiecesCutInTheMiddle();
        breakOff("PATCH", 2, 5_000);

        push();

        assertArrived();
    }

    @Test
    void anUploadOfAnEarlierPushThatTheRegistryForgotBeginsAnew() throws Exception {
        stopAfterPieces(2);
        registry.close();
        registry = new FakeRegistry();

        push();

        assertArrived();
    }

    @Test
    void aBlobWhoseLastAnswerWasLostIsNotSentAgain() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        Descriptor own = image.layers().get(1);
        registry.play(exchange -> {
            boolean isLast = exchange.getRequestMethod().equals("PUT")
                    && exchange.getRequestURI().toString().contains(own.digest().toString());
            if (!isLast || lost.getAndIncrement() > 0) {
                return false;
            }
            registry.putBlob(REPOSITORY, image.blobs().open(own.digest()).readAllBytes());
            exchange.close();
            return true;
        });

        PushReport report = push();

        assertThat(report.sent()).isEqualTo(pushElsewhere().sent());
    }

    @Test
    void damagedBytesAreRefusedByTheRegistryAndSaidInOurWords() throws Exception {
        Descriptor own = image.layers().get(1);
        Files.write(image.blobs().path(own.digest()), new byte[(int) own.size()]);

        assertThatThrownBy(this::push)
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BundleFailure.Kind.NOT_VERIFIED))
                .hasMessage(
                        "registry %s found other bytes than %s promises; the file is damaged: check it with 'bundle verify'"
                                .formatted(registry.host(), own.digest()));
    }

    private void assertArrived() throws IOException {
        for (Descriptor layer : image.layers()) {
            assertThat(registry.blob(REPOSITORY, layer.digest()))
                    .as(layer.toString())
                    .isPresent();
        }
        assertThat(registry.manifest(REPOSITORY, "tag")).contains(image.blobs().read(image.index()));
    }

    /** The n-th request of this kind loses its connection after so many bytes. */
    private void breakOff(String method, int nth, int bytes) {
        AtomicInteger count = new AtomicInteger();
        registry.play(exchange -> {
            if (!exchange.getRequestMethod().equals(method) || count.incrementAndGet() != nth) {
                return false;
            }
            exchange.getRequestBody().readNBytes(bytes);
            exchange.close();
            return true;
        });
    }

    private void stopAfterPieces(int pieces) throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Registry client = client()) {
            Push push = pushing(client);
            registry.play(exchange -> {
                if (exchange.getRequestMethod().equals("PATCH") && count.incrementAndGet() == pieces) {
                    push.stop();
                }
                return false;
            });
            assertThatThrownBy(() -> push.run(items())).isInstanceOf(InterruptedException.class);
        }
        registry.play(exchange -> false);
    }

    private PushReport push() throws IOException, InterruptedException {
        try (Registry client = client()) {
            return pushing(client).run(items());
        }
    }

    private PushReport pushElsewhere() throws IOException, InterruptedException {
        try (FakeRegistry other = new FakeRegistry();
                Registry client = client(other)) {
            return new Push(client, image.blobs(), UploadJournal.NONE, PushListener.NONE, 1, List.of(), PIECE)
                    .run(items());
        }
    }

    private List<PushItem> items() {
        return List.of(new PushItem(REPOSITORY, "tag", image.index()));
    }

    private Push pushing(Registry client) {
        return new Push(client, image.blobs(), journal, PushListener.NONE, 1, List.of(), PIECE);
    }

    private Registry client() {
        return client(registry);
    }

    private static Registry client(FakeRegistry registry) {
        return new Registry(
                RegistryAddress.parse(registry.host(), false),
                Optional.empty(),
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                SHORT,
                pause -> {},
                InstantSource.system());
    }
}
