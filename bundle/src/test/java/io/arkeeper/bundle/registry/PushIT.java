package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Platform;
import io.arkeeper.bundle.testing.DockerRegistry;
import io.arkeeper.bundle.testing.SampleImage;
import io.arkeeper.bundle.testing.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we push, as others read it; and what the real registry makes of our uploads. */
final class PushIT {

    private static final String REPOSITORY = "platform/arkeeper/zookeeper";
    private static final String TAG = "3.9.5-0.1.0";
    private static final int THREE_PIECES = 20 << 20;

    @TempDir
    private Path directory;

    private DockerRegistry registry;
    private SampleImage image;

    @BeforeEach
    void start() throws IOException {
        registry = DockerRegistry.start(directory.resolve("registry"));
        image = SampleImage.in(directory.resolve("blobs"), THREE_PIECES);
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void skopeoAndOrasFindTheIndexByteForByte() throws Exception {
        push(UploadJournal.NONE, PushListener.NONE);

        String raw = Tool.require("skopeo")
                .ok(directory, "inspect", "--raw", "--tls-verify=false", "docker://" + reference());
        assertThat(raw)
                .isEqualTo(new String(image.blobs().read(image.index()), java.nio.charset.StandardCharsets.UTF_8));
        Tool.require("skopeo")
                .ok(
                        directory,
                        "--insecure-policy",
                        "copy",
                        "--all",
                        "--src-tls-verify=false",
                        "docker://" + reference(),
                        "oci:" + directory.resolve("copy") + ":copied");
        String descriptor =
                Tool.require("oras").ok(directory, "manifest", "fetch", "--plain-http", "--descriptor", reference());
        assertThat(descriptor).contains(image.index().digest().toString());
    }

    @Test
    void aSecondPushSendsNothing() throws Exception {
        push(UploadJournal.NONE, PushListener.NONE);

        PushReport second = push(UploadJournal.NONE, PushListener.NONE);

        assertThat(second.sent()).isZero();
        assertThat(second.present()).isGreaterThan(2L * THREE_PIECES);
    }

    @Test
    void whatWasPushedIsPulledAgain() throws Exception {
        push(UploadJournal.NONE, PushListener.NONE);
        BlobDirectory pulled = new BlobDirectory(directory.resolve("pulled"));

        try (Registry client = client()) {
            assertThat(new Pull(client, REPOSITORY, pulled)
                            .image(TAG, List.of(Platform.LINUX_ARM64))
                            .manifests())
                    .containsExactly(image.manifests().getLast());
        }

        pulled.verify(image.layers().getLast());
    }

    @Test
    void aPushThatWasStoppedHalfWaySendsOnlyTheRest() throws Exception {
        UploadJournal journal = new JournalDirectory(directory.resolve("journal"));
        long total = image.layers().stream().mapToLong(layer -> layer.size()).sum();
        try (Registry client = client()) {
            Push[] stopped = new Push[1];
            stopped[0] = new Push(
                    client,
                    image.blobs(),
                    journal,
                    new PushListener() {
                        @Override
                        public void advanced(long done, long all) {
                            if (done > all / 2) {
                                stopped[0].stop();
                            }
                        }
                    },
                    2,
                    List.of());
            assertThatThrownBy(() -> stopped[0].run(items())).isInstanceOf(InterruptedException.class);
        }

        PushReport rest = push(journal, PushListener.NONE);

        assertThat(rest.sent()).isLessThan(total * 55 / 100);
        Tool.require("skopeo")
                .ok(
                        directory,
                        "--insecure-policy",
                        "copy",
                        "--all",
                        "--src-tls-verify=false",
                        "docker://" + reference(),
                        "oci:" + directory.resolve("copy") + ":copied");
    }

    @Test
    void blobsOfAnotherRepositoryAreMounted() throws Exception {
        push(UploadJournal.NONE, PushListener.NONE);
        try (Registry client = client()) {
            PushReport report = new Push(
                            client, image.blobs(), UploadJournal.NONE, PushListener.NONE, 2, List.of(REPOSITORY))
                    .run(List.of(new PushItem("another/zookeeper", TAG, image.index())));

            assertThat(report.sent()).isZero();
            assertThat(report.mounted()).isPositive();
        }
    }

    private String reference() {
        return registry.host() + "/" + REPOSITORY + ":" + TAG;
    }

    private List<PushItem> items() {
        return List.of(new PushItem(REPOSITORY, TAG, image.index()));
    }

    private PushReport push(UploadJournal journal, PushListener listener) throws IOException, InterruptedException {
        try (Registry client = client()) {
            return new Push(client, image.blobs(), journal, listener, 2, List.of()).run(items());
        }
    }

    private Registry client() {
        return new Registry(
                RegistryAddress.parse(registry.host(), false),
                Optional.empty(),
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                Patience.DEFAULT,
                Pause.REAL,
                InstantSource.system());
    }
}
