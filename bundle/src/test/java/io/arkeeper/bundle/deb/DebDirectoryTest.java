package io.arkeeper.bundle.deb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.testing.TestArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebDirectoryTest {

    @TempDir
    Path temporary;

    private TestArchive archive;
    private DebDirectory debs;

    @BeforeEach
    void anArchive() throws IOException {
        archive = new TestArchive(temporary.resolve("debs"));
        String old = archive.deb("libc6", "2.41-9", Map.of());
        String current = archive.deb("libc6", "2.41-12", Map.of("usr/lib/libc.so.6", "code".getBytes(UTF_8)));
        String busybox = archive.deb("busybox-static", "1:1.37.0-6", Map.of());
        archive.publish(old, current, busybox);
        debs = new DebDirectory(archive.directory(), Keyring.read(archive.keyring()));
    }

    @Test
    void theNewestVersionOfEachIsFoundInTheOrderAskedFor() throws IOException {
        List<PackageRecord> records = debs.newest(List.of("libc6", "busybox-static"), "amd64");

        assertThat(records)
                .extracting(PackageRecord::name, record -> record.version().text(), PackageRecord::suite)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("libc6", "2.41-12", "trixie"),
                        org.assertj.core.api.Assertions.tuple("busybox-static", "1:1.37.0-6", "trixie"));
        assertThat(debs.require(records.get(1)).file().getFileName())
                .hasToString("busybox-static_1%3a1.37.0-6_amd64.deb");
    }

    @Test
    void aPackageIsReadWithItsControlFile() throws IOException {
        VerifiedDeb deb = debs.require(debs.newest(List.of("libc6"), "amd64").getFirst());

        StringBuilder data = new StringBuilder();
        new DebFile(deb.file())
                .data((path, entry, content) ->
                        data.append(path).append('=').append(new String(content.readAllBytes(), UTF_8)));

        assertThat(data).hasToString("usr/lib/libc.so.6=code");
        assertThat(new DebFile(deb.file()).control()).startsWith("Package: libc6\nVersion: 2.41-12\n");
    }

    @Test
    void aPackageThatWasChangedIsRefused() throws IOException {
        PackageRecord record = debs.newest(List.of("libc6"), "amd64").getFirst();
        Files.writeString(archive.directory().resolve("libc6_2.41-12_amd64.deb"), "x", StandardOpenOption.APPEND);

        assertThat(debs.has(record)).isFalse();
        assertThatThrownBy(() -> debs.require(record))
                .isInstanceOf(BundleFailure.class)
                .hasMessageContaining("from the signed index of trixie; delete it and fetch it again");
    }

    @Test
    void anIndexThatWasChangedIsRefused() throws IOException {
        Files.writeString(archive.packages(), "\nPackage: evil\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> debs.newest(List.of("libc6"), "amd64"))
                .isInstanceOf(BundleFailure.class)
                .hasMessageContaining("from the signed index of trixie; fetch both again");
    }

    @Test
    void aReleaseThatWasChangedIsRefused() throws IOException {
        String signed = Files.readString(archive.inRelease());
        Files.writeString(archive.inRelease(), signed.replace("Suite: stable", "Suite: stabel"));

        assertThatThrownBy(() -> debs.newest(List.of("libc6"), "amd64"))
                .isInstanceOf(BundleFailure.class)
                .hasMessageContaining("has no good signature by a key of");
    }

    @Test
    void aReleaseSignedBySomebodyElseIsRefused() throws IOException {
        TestArchive other = new TestArchive(temporary.resolve("other"));
        DebDirectory wrongKeys = new DebDirectory(archive.directory(), Keyring.read(other.keyring()));

        assertThatThrownBy(() -> wrongKeys.newest(List.of("libc6"), "amd64"))
                .hasMessageContaining("it was changed, or the keyring is of another archive");
    }

    @Test
    void aSignatureOverABrokenHashIsRefused() throws IOException {
        Files.write(archive.inRelease(), archive.clearSigned("Suite: stable\n", HashAlgorithmTags.SHA1));

        assertThatThrownBy(() -> debs.newest(List.of("libc6"), "amd64"))
                .hasMessageContaining("has no good signature by a key of");
    }

    @Test
    void aTextWithoutASignatureIsRefused() throws IOException {
        Files.writeString(archive.inRelease(), "Suite: stable\n");

        assertThatThrownBy(() -> debs.newest(List.of("libc6"), "amd64"))
                .isInstanceOf(BundleFailure.class)
                .hasMessageContaining("is not a signed index");
    }

    @Test
    void aPackageThatNoIndexHasIsNamed() {
        assertThatThrownBy(() -> debs.newest(List.of("libc7"), "amd64"))
                .hasMessageContaining("has the package libc7 for amd64");
    }

    @Test
    void packagesWithoutAnIndexAreRefused() throws IOException {
        Path bare = Files.createDirectory(temporary.resolve("bare"));

        assertThatThrownBy(
                        () -> new DebDirectory(bare, Keyring.read(archive.keyring())).newest(List.of("libc6"), "amd64"))
                .hasMessageContaining("so its packages cannot be verified");
    }
}
