package io.arkeeper.bundle.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.relocation.RelocatableFile;
import io.arkeeper.bundle.testing.SampleBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry answers, without a socket. */
final class DistributionApiTest {

    private static final String IMAGE = "/v2/arkeeper/zookeeper";

    @TempDir
    private Path directory;

    private SampleBundle sample;

    @AutoClose
    private RelocatableFile file;

    private Catalog catalog;
    private DistributionApi api;

    @BeforeEach
    void aBundle() throws IOException {
        sample = SampleBundle.in(directory);
        file = RelocatableFile.open(sample.signed("a.ark"));
        catalog = Catalog.of(file.content(), file.layout());
        api = new DistributionApi(catalog, Doorkeeper.open());
    }

    @Test
    void theRootSaysThatTheApiIsHere() {
        Reply reply = get("/v2/");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .isEqualTo(
                        Map.of("Content-Type", "application/json", "Docker-Distribution-Api-Version", "registry/2.0"));
    }

    @Test
    void theTagLeadsToTheIndexByteForByte() throws IOException {
        Reply reply = get(IMAGE + "/manifests/3.9.5-0.1.0");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("Content-Type", "application/vnd.oci.image.index.v1+json")
                .containsEntry(
                        "Docker-Content-Digest", sample.image().index().digest().toString());
        assertThat(bytes(reply))
                .isEqualTo(sample.image().blobs().read(sample.image().index()));
    }

    @Test
    void everyManifestIsFoundByItsDigest() {
        sample.image().manifests().forEach(manifest -> {
            Reply reply = get(IMAGE + "/manifests/" + manifest.digest());

            assertThat(reply.headers()).containsEntry("Content-Type", "application/vnd.oci.image.manifest.v1+json");
            assertThat(Digest.of(bytes(reply))).isEqualTo(manifest.digest());
        });
    }

    @Test
    void theChartIsAnArtifactOfItsOwnRepository() {
        Reply reply = get("/v2/arkeeper/charts/zookeeper/manifests/0.1.0");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(new String(bytes(reply), UTF_8)).contains("application/vnd.cncf.helm.config.v1+json");
    }

    @Test
    void signaturesLieBesideWhatTheySign() {
        String hex = sample.image().index().digest().hex();

        assertThat(get(IMAGE + "/manifests/sha256-" + hex + ".sig").status()).isEqualTo(200);
    }

    @Test
    void whatStaysInTheBundleIsNotServed() {
        assertThat(text(get("/v2/_catalog")))
                .isEqualTo("{\"repositories\":[\"arkeeper/charts/zookeeper\",\"arkeeper/zookeeper\"]}");
    }

    @Test
    void aBlobComesFromTheFile() {
        var layer = sample.image().layers().get(1);

        assertThat(get(IMAGE + "/blobs/" + layer.digest()))
                .isEqualTo(new Reply.Blob(
                        200,
                        new java.util.TreeMap<>(Map.of(
                                "Accept-Ranges", "bytes",
                                "Content-Type", "application/octet-stream",
                                "Docker-Content-Digest", layer.digest().toString(),
                                "Docker-Distribution-Api-Version", "registry/2.0",
                                "ETag", "\"" + layer.digest() + "\"")),
                        layer.digest(),
                        0,
                        layer.size()));
    }

    /** SIZE stands for the blob's size, LAST for the number of its last byte. */
    @ParameterizedTest
    @CsvSource({
        "bytes=0-9,       206, 0, 10",
        "bytes=100-,      206, 100, SIZE-100",
        "bytes=-5,        206, SIZE-5, 5",
        "bytes=10-999999999, 206, 10, SIZE-10",
        "bytes=5-3,       416, 0, 0",
        "bytes=999999999-, 416, 0, 0",
        "bytes=-0,        416, 0, 0",
        "bytes=0-1-2,     200, 0, SIZE",
        "bytes=-,         200, 0, SIZE",
        "bytes=0-1;4-5,   200, 0, SIZE",
        "lines=0-1,       200, 0, SIZE",
    })
    void aRange(String range, int status, String first, String length) {
        var layer = sample.image().layers().get(1);

        Reply reply = api.answer(new DistributionApi.Request(
                "GET", IMAGE + "/blobs/" + layer.digest(), Optional.empty(), Optional.of(range), Optional.empty()));

        assertThat(reply.status()).isEqualTo(status);
        if (reply instanceof Reply.Blob blob) {
            assertThat(List.of(blob.first(), blob.length()))
                    .containsExactly(number(first, layer.size()), number(length, layer.size()));
        }
        if (status == 206 && reply instanceof Reply.Blob blob) {
            assertThat(reply.headers())
                    .containsEntry(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(blob.first(), blob.first() + blob.length() - 1, layer.size()));
        }
        if (status == 416) {
            assertThat(reply.headers()).containsEntry("Content-Range", "bytes */" + layer.size());
        }
    }

    private static long number(String text, long size) {
        return text.startsWith("SIZE")
                ? size + (text.length() > 4 ? Long.parseLong(text.substring(4)) : 0)
                : Long.parseLong(text);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/other/manifests/x, NAME_UNKNOWN",
        "/v2/arkeeper/zookeeper/manifests/x, MANIFEST_UNKNOWN",
        "/v2/arkeeper/zookeeper/manifests/sha256:00, MANIFEST_UNKNOWN",
        "/v2/arkeeper/zookeeper/blobs/sha256:00, BLOB_UNKNOWN",
        "/v2/arkeeper/zookeeper/blobs/..%2f..%2fetc, BLOB_UNKNOWN",
        "/v2/other/tags/list, NAME_UNKNOWN",
        "/v2/../etc/passwd, UNSUPPORTED",
        "/, UNSUPPORTED",
    })
    void whatIsNotThereIsSaidInOcisForm(String path, String code) {
        Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(text(reply)).startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"");
    }

    @Test
    void aBlobOfAnotherRepositoryIsNotThere() {
        String layer = sample.image().layers().getFirst().digest().toString();

        assertThat(get("/v2/arkeeper/charts/zookeeper/blobs/" + layer).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void itCannotBeWritten(String method) {
        Reply reply = api.answer(new DistributionApi.Request(
                method, IMAGE + "/blobs/uploads/", Optional.empty(), Optional.empty(), Optional.empty()));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("Allow", "GET, HEAD");
        assertThat(text(reply))
                .isEqualTo(
                        "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"this registry is a file: it can only be read\"}]}");
    }

    @Test
    void tagsComeInPages() {
        String hex = sample.image().index().digest().hex();
        String all = text(get(IMAGE + "/tags/list"));
        assertThat(all)
                .startsWith("{\"name\":\"arkeeper/zookeeper\",\"tags\":[\"3.9.5-0.1.0\",")
                .contains(hex);

        Reply first = api.answer(new DistributionApi.Request(
                "GET", IMAGE + "/tags/list", Optional.of("n=1"), Optional.empty(), Optional.empty()));
        assertThat(text(first)).isEqualTo("{\"name\":\"arkeeper/zookeeper\",\"tags\":[\"3.9.5-0.1.0\"]}");
        assertThat(first.headers())
                .containsEntry("Link", "<" + IMAGE + "/tags/list?n=1&last=3.9.5-0.1.0>; rel=\"next\"");

        Reply rest = api.answer(new DistributionApi.Request(
                "GET", IMAGE + "/tags/list", Optional.of("n=99&last=3.9.5-0.1.0"), Optional.empty(), Optional.empty()));
        assertThat(text(rest)).doesNotContain("3.9.5-0.1.0").contains(".sig");
        assertThat(rest.headers()).doesNotContainKey("Link");
    }

    @Test
    void nothingRefersToAnything() {
        Reply reply = get(IMAGE + "/referrers/" + sample.image().index().digest());

        assertThat(reply.headers()).containsEntry("Content-Type", "application/vnd.oci.image.index.v1+json");
        assertThat(Index.read("answer", bytes(reply)).manifests()).isEmpty();
        assertThat(get(IMAGE + "/referrers/latest").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret", "bearer  s3cret ", "BASIC"})
    void theTokenOpens(String header) {
        DistributionApi guarded = new DistributionApi(catalog, Doorkeeper.with("s3cret"));
        String authorization = header.equals("BASIC") ? basic("anybody:s3cret") : header;

        assertThat(guarded.answer(request(authorization)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "Bearer",
                "Bearer s3cre",
                "Bearer s3cret2",
                "Basic s3cret",
                "Basic %%%",
                "Digest s3cret"
            })
    void nothingElseDoes(String authorization) {
        DistributionApi guarded = new DistributionApi(catalog, Doorkeeper.with("s3cret"));

        Reply reply = guarded.answer(request(authorization));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.headers()).containsEntry("WWW-Authenticate", "Basic realm=\"arkeeper\"");
        assertThat(text(reply)).contains("\"code\":\"UNAUTHORIZED\"");
    }

    @Test
    void aTokenAsUserNameIsNone() {
        DistributionApi guarded = new DistributionApi(catalog, Doorkeeper.with("s3cret"));

        assertThat(guarded.answer(request(basic("s3cret:"))).status()).isEqualTo(401);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    private static DistributionApi.Request request(String authorization) {
        return new DistributionApi.Request(
                "GET",
                "/v2/",
                Optional.empty(),
                Optional.empty(),
                Optional.of(authorization).filter(header -> !header.isEmpty()));
    }

    private Reply get(String path) {
        return api.answer(
                new DistributionApi.Request("GET", path, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static byte[] bytes(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Document.class);
        return ((Reply.Document) reply).bytes();
    }

    private static String text(Reply reply) {
        return new String(bytes(reply), UTF_8);
    }
}
