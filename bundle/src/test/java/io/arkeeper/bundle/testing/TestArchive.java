package io.arkeeper.bundle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** A Debian archive of one suite, small and signed by a key of its own. */
public final class TestArchive {

    private static final Date MADE = Date.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final String PREFIX = "mirror.example_debian_dists_trixie_";

    private final Path directory;
    private final PGPKeyPair key;

    public TestArchive(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.key = newKey();
        Files.write(keyring(), new PGPPublicKeyRing(List.of(key.getPublicKey())).getEncoded());
    }

    private static PGPKeyPair newKey() throws IOException {
        try {
            Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
            generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
            return new BcPGPKeyPair(4, PublicKeyAlgorithmTags.EDDSA_LEGACY, generator.generateKeyPair(), MADE);
        } catch (PGPException e) {
            throw new IOException(e);
        }
    }

    public Path directory() {
        return directory;
    }

    public Path keyring() {
        return directory.resolve("keyring.gpg");
    }

    public Path inRelease() {
        return directory.resolve(PREFIX + "InRelease");
    }

    public Path packages() {
        return directory.resolve(PREFIX + "main_binary-amd64_Packages");
    }

    /** Writes the package file and returns its paragraph for the index. */
    public String deb(String name, String version, Map<String, byte[]> files) throws IOException {
        Path file = directory.resolve("%s_%s_amd64.deb".formatted(name, version.replace(":", "%3a")));
        try (OutputStream out = Files.newOutputStream(file);
                ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
            put(ar, "debian-binary", "2.0\n".getBytes(UTF_8));
            String control = "Package: %s\nVersion: %s\nArchitecture: amd64\n".formatted(name, version);
            put(ar, "control.tar.gz", tarGz(Map.of("control", control.getBytes(UTF_8))));
            put(ar, "data.tar.gz", tarGz(files));
        }
        return """
               Package: %s
               Version: %s
               Architecture: amd64
               Filename: pool/main/%s
               Size: %d
               SHA256: %s
               Description: made for a test
                with a second line

               """.formatted(
                        name,
                        version,
                        file.getFileName().toString().replace("%3a", ""),
                        Files.size(file),
                        Digest.of(file).hex());
    }

    /** Writes the index of these paragraphs and signs it. */
    public void publish(String... paragraphs) throws IOException {
        Files.writeString(packages(), String.join("", paragraphs));
        String release = """
                Origin: Debian
                Suite: stable
                Codename: trixie
                Date: Sat, 21 Nov 2026 08:00:00 UTC
                SHA256:
                 %s %d main/binary-amd64/Packages
                """.formatted(Digest.of(packages()).hex(), Files.size(packages()));
        Files.write(inRelease(), clearSigned(release, HashAlgorithmTags.SHA512));
    }

    public byte[] clearSigned(String text, int hash) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armor = ArmoredOutputStream.builder().build(out)) {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(key.getPublicKey().getAlgorithm(), hash), key.getPublicKey());
            generator.init(PGPSignature.CANONICAL_TEXT_DOCUMENT, key.getPrivateKey());
            armor.beginClearText(hash);
            armor.write(text.getBytes(UTF_8));
            armor.endClearText();
            // The last line's end belongs to the armor, not to the text.
            generator.update(text.strip().replace("\n", "\r\n").getBytes(UTF_8));
            generator.generate().encode(new org.bouncycastle.bcpg.BCPGOutputStream(armor));
        } catch (PGPException e) {
            throw new IOException(e);
        }
        return out.toByteArray();
    }

    private static void put(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
        ar.write(bytes);
        ar.closeArchiveEntry();
    }

    private static byte[] tarGz(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), UTF_8.name())) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry("./" + file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }
}
