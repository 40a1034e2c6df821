package io.arkeeper.bundle.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** The keys an archive's index may be signed with. */
public final class Keyring {

    private static final Set<Integer> STRONG_HASHES =
            Set.of(HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);

    private final Path file;
    private final PGPPublicKeyRingCollection keys;

    private Keyring(Path file, PGPPublicKeyRingCollection keys) {
        this.file = file;
        this.keys = keys;
    }

    public static Keyring read(Path file) {
        try (InputStream in = PGPUtil.getDecoderStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return new Keyring(file, new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator()));
        } catch (IOException | PGPException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "the keyring %s cannot be read (%s); install debian-archive-keyring or name one"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** What was signed, and by which key and when. */
    record Signed(String text, String key, Instant at) {}

    /**
     * Takes the text out of a clear-signed document, provided one of the keys signed it.
     *
     * @throws BundleFailure where no key of this ring made a good signature
     */
    Signed verify(String place, byte[] document) {
        try {
            ClearSigned parts = ClearSigned.read(place, document);
            for (PGPSignature signature : parts.signatures()) {
                Optional<PGPPublicKey> key = key(signature);
                if (key.isPresent() && isGood(signature, key.get(), parts.canonical())) {
                    return new Signed(
                            parts.canonical().replace("\r\n", "\n"),
                            Long.toHexString(signature.getKeyID()),
                            signature.getCreationTime().toInstant());
                }
            }
        } catch (IOException | PGPException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s is not a signed index (%s); fetch it again".formatted(place, e.getMessage()),
                    e);
        }
        throw new BundleFailure(
                BundleFailure.Kind.NOT_VERIFIED,
                "%s has no good signature by a key of %s; it was changed, or the keyring is of another archive"
                        .formatted(place, file));
    }

    private Optional<PGPPublicKey> key(PGPSignature signature) throws PGPException {
        return Optional.ofNullable(keys.getPublicKey(signature.getKeyID()));
    }

    private static boolean isGood(PGPSignature signature, PGPPublicKey key, String canonical) throws PGPException {
        if (!STRONG_HASHES.contains(signature.getHashAlgorithm()) || key.hasRevocation() || !wasValid(signature, key)) {
            return false;
        }
        signature.init(new BcPGPContentVerifierBuilderProvider(), key);
        signature.update(canonical.getBytes(UTF_8));
        return signature.verify();
    }

    /** A key that has expired since does not spoil what it signed while it was valid: archives age on the far side. */
    private static boolean wasValid(PGPSignature signature, PGPPublicKey key) {
        Instant made = signature.getCreationTime().toInstant();
        Instant keyMade = key.getCreationTime().toInstant();
        return !made.isBefore(keyMade)
                && (key.getValidSeconds() == 0 || made.isBefore(keyMade.plusSeconds(key.getValidSeconds())));
    }

    /**
     * A clear-signed document taken apart.
     *
     * @param canonical the text as it was signed: no blanks at line ends, lines separated by CR LF
     */
    private record ClearSigned(String canonical, List<PGPSignature> signatures) {

        static ClearSigned read(String place, byte[] document) throws IOException {
            try (ArmoredInputStream in = new ArmoredInputStream(new ByteArrayInputStream(document))) {
                if (!in.isClearText()) {
                    throw new IOException("no clear-signed text");
                }
                ByteArrayOutputStream text = new ByteArrayOutputStream(document.length);
                for (int c = in.read(); in.isClearText() && c >= 0; c = in.read()) {
                    text.write(c);
                }
                List<PGPSignature> signatures = new ArrayList<>();
                // The armor of the signatures follows in the same stream.
                for (Object object = new BcPGPObjectFactory(in).nextObject();
                        object instanceof PGPSignatureList list;
                        object = null) {
                    list.forEach(signatures::add);
                }
                if (signatures.isEmpty()) {
                    throw new IOException("no signature in " + place);
                }
                return new ClearSigned(canonical(text.toString(UTF_8)), signatures);
            }
        }

        private static String canonical(String text) {
            StringBuilder canonical = new StringBuilder(text.length() + 1024);
            List<String> lines = text.lines().map(String::stripTrailing).toList();
            for (int i = 0; i < lines.size(); i++) {
                canonical.append(i == 0 ? "" : "\r\n").append(lines.get(i));
            }
            return canonical.toString();
        }
    }
}
