package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.testing.FakeRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that are busy, fail, hang, break off, lose something or are not there. */
final class PushFailureTest extends PushFixture {

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
                    () -> push(List.of(new PushItem(REPOSITORY, TAG, lying)), PushListener.NONE, List.of()),
                    BundleFailure.Kind.NOT_VERIFIED,
                    "blob %s has %d bytes, expected %d; the file is damaged or was changed, copy it again"
                            .formatted(layer.digest(), layer.size(), layer.size() + difference));
        }
        assertThat(registry.requests()).isEmpty();
    }
}
