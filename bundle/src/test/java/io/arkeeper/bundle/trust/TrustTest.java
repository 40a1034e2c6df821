package io.arkeeper.bundle.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.MediaType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustTest {

    private static final Digest SIGNED = new Digest("ab".repeat(32));
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path directory;

    private final KeyPair pair = P256.generate(RANDOM);
    private final Signer signer = new Signer((ECPrivateKey) pair.getPrivate());
    private final Verifier verifier = Verifier.read("ark.pub", Verifier.text(pair.getPublic()));

    @Test
    void theBoxIsThatOfNaCl() {
        // The example of NaCl's own tests (tests/secretbox.c), shortened to its first 16 bytes of plain text.
        byte[] key = HexFormat.of().parseHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
        byte[] nonce = HexFormat.of().parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        byte[] message = HexFormat.of().parseHex("be075fc53c81f2d5cf141316ebeb0c7b");

        byte[] sealed = SecretBox.seal(key, nonce, message);

        assertThat(HexFormat.of().formatHex(sealed, 16, 32)).isEqualTo("8e993b9f48681273c29650ba32fc76ce");
        assertThat(SecretBox.open(key, nonce, sealed)).contains(message);
        sealed[20] ^= 1;
        assertThat(SecretBox.open(key, nonce, sealed)).isEmpty();
    }

    @Test
    void anEncryptedKeyOpensWithItsPassphraseOnly() {
        String text = PrivateKeyFile.encrypted(pair.getPrivate(), "open sesame".getBytes(UTF_8), RANDOM);

        assertThat(text).startsWith("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n");
        assertThat(PrivateKeyFile.read("ark.key", text, () -> "open sesame".getBytes(UTF_8)))
                .isEqualTo(pair.getPrivate());
        assertThatThrownBy(() -> PrivateKeyFile.read("ark.key", text, () -> "guess".getBytes(UTF_8)))
                .hasMessage("the passphrase does not open ark.key; try again");
    }

    @Test
    void theSameContentHasTheSameSignature() {
        assertThat(signer.sign("x".getBytes(UTF_8))).isEqualTo(signer.sign("x".getBytes(UTF_8)));
    }

    @Test
    void aSignatureHoldsForItsDigestAndItsKeyOnly() throws IOException {
        CosignSignature signature = CosignSignature.make(signer, "arkeeper/zookeeper", SIGNED);
        BlobDirectory blobs = new BlobDirectory(directory);
        for (byte[] blob : signature.blobs().values()) {
            blobs.put(MediaType.EMPTY, blob);
        }
        Verifier stranger =
                Verifier.read("x", Verifier.text(P256.generate(RANDOM).getPublic()));

        assertThat(CosignSignature.holds(verifier, blobs, signature.manifest(), SIGNED))
                .isTrue();
        assertThat(CosignSignature.holds(stranger, blobs, signature.manifest(), SIGNED))
                .isFalse();
        assertThat(CosignSignature.holds(verifier, blobs, signature.manifest(), new Digest("cd".repeat(32))))
                .isFalse();
    }

    @Test
    void whatIsNoKeyIsSaid() {
        assertThatThrownBy(() -> Verifier.read("notes.txt", "hello"))
                .hasMessage("notes.txt is no key in PEM, expected a public key; make a pair with 'bundle keygen'");
        assertThatThrownBy(() ->
                        Verifier.read("ark.key", PrivateKeyFile.encrypted(pair.getPrivate(), new byte[0], RANDOM)))
                .hasMessage(
                        "ark.key holds a 'ENCRYPTED SIGSTORE PRIVATE KEY', expected 'PUBLIC KEY'; give the public half of the pair");
    }

    @Test
    void anotherCurveIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));

        assertThatThrownBy(() -> Verifier.read(
                        "p384.pub", Verifier.text(generator.generateKeyPair().getPublic())))
                .hasMessage("p384.pub holds no ECDSA key on the curve P-256; make a pair with 'bundle keygen'");
    }
}
