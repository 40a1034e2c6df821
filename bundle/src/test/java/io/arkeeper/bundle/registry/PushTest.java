package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.testing.FakeRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What travels, in which order, and what does not have to. */
final class PushTest extends PushFixture {

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

        PushReport report = pushMounting();

        assertThat(report.sent()).isZero();
        assertThat(report.mounted()).isPositive();
    }

    @Test
    void aBlobForTwoRepositoriesTravelsOnce() throws Exception {
        PushReport one = push();
        registry.close();
        registry = new FakeRegistry();

        PushReport two = push(
                List.of(new PushItem(REPOSITORY, TAG, image.index()), new PushItem(OTHER, TAG, image.index())),
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
}
