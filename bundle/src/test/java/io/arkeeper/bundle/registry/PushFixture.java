package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.testing.FakeRegistry;
import io.arkeeper.bundle.testing.SampleImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry in this process, and an image to push to it. */
abstract class PushFixture {

    static final String REPOSITORY = "platform/arkeeper/zookeeper";
    static final String OTHER = "other/zookeeper";
    static final String TAG = "3.9.5-0.1.0";
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            3,
            Duration.ofMillis(500),
            Duration.ofSeconds(30));

    @TempDir
    private Path directory;

    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    FakeRegistry registry;
    SampleImage image;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        image = SampleImage.in(directory.resolve("blobs"), 50_000);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    interface Act {
        void run() throws Exception;
    }

    static void assertFails(Act act, BundleFailure.Kind kind, String sentence) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(BundleFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind))
                .hasMessage(sentence);
    }

    PushReport push() throws IOException, InterruptedException {
        return pushAs(Optional.empty());
    }

    PushReport pushAs(Optional<Credentials> credentials) throws IOException, InterruptedException {
        try (Registry client = client(registry.host(), credentials)) {
            return new Push(client, image.blobs(), UploadJournal.NONE, PushListener.NONE, 2, List.of())
                    .run(List.of(new PushItem(REPOSITORY, TAG, image.index())));
        }
    }

    /** To another repository, where blobs may come from the first. */
    PushReport pushMounting() throws IOException, InterruptedException {
        return push(List.of(new PushItem(OTHER, TAG, image.index())), PushListener.NONE, List.of(REPOSITORY));
    }

    PushReport push(List<PushItem> items, PushListener listener, List<String> mountFrom)
            throws IOException, InterruptedException {
        try (Registry client = client(registry.host(), Optional.empty())) {
            return new Push(client, image.blobs(), UploadJournal.NONE, listener, 2, mountFrom).run(items);
        }
    }

    Registry client(String host, Optional<Credentials> credentials) {
        return new Registry(
                RegistryAddress.parse(host, false),
                credentials,
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                SHORT,
                pauses::add,
                InstantSource.system());
    }
}
