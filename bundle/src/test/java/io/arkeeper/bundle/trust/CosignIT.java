package io.arkeeper.bundle.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.MediaType;
import io.arkeeper.bundle.registry.Patience;
import io.arkeeper.bundle.registry.Pause;
import io.arkeeper.bundle.registry.Push;
import io.arkeeper.bundle.registry.PushItem;
import io.arkeeper.bundle.registry.PushListener;
import io.arkeeper.bundle.registry.Registry;
import io.arkeeper.bundle.registry.RegistryAddress;
import io.arkeeper.bundle.registry.SystemAuthorities;
import io.arkeeper.bundle.registry.TrustedAuthorities;
import io.arkeeper.bundle.registry.UploadJournal;
import io.arkeeper.bundle.testing.DockerRegistry;
import io.arkeeper.bundle.testing.SampleImage;
import io.arkeeper.bundle.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cosign itself judges our keys and signatures, and we judge its. */
final class CosignIT {

    private static final String REPOSITORY = "arkeeper/zookeeper";
    private static final Map<String, String> PASSPHRASE = Map.of("COSIGN_PASSWORD", "open sesame");

    @TempDir
    private Path directory;

    private final KeyPair pair = P256.generate(new SecureRandom());

    @Test
    void cosignAcceptsTheIndexAndEachPlatform() throws Exception {
        Tool cosign = Tool.require("cosign");
        Path key = Files.writeString(directory.resolve("ark.pub"), Verifier.text(pair.getPublic()));
        Path other = Files.writeString(
                directory.resolve("other.pub"),
                Verifier.text(P256.generate(new SecureRandom()).getPublic()));
        SampleImage image = SampleImage.in(directory.resolve("blobs"), 1000);
        try (DockerRegistry registry = DockerRegistry.start(directory.resolve("registry"))) {
            pushSigned(registry, image);

            for (Digest signed : List.of(
                    image.index().digest(),
                    image.manifests().get(0).digest(),
                    image.manifests().get(1).digest())) {
                String reference = registry.host() + "/" + REPOSITORY + "@" + signed;
                assertThat(cosign.ok(
                                directory,
                                "verify",
                                "--key",
                                key.toString(),
                                "--insecure-ignore-tlog",
                                "--allow-http-registry",
                                reference))
                        .contains(signed.toString());
                assertThat(cosign.run(
                                        directory,
                                        Map.of(),
                                        "verify",
                                        "--key",
                                        other.toString(),
                                        "--insecure-ignore-tlog",
                                        "--allow-http-registry",
                                        reference)
                                .exitCode())
                        .isNotZero();
            }
        }
    }

    @Test
    void cosignReadsOurPrivateKeyAndWeReadIts() throws Exception {
        Tool cosign = Tool.require("cosign");
        Path ours = Files.writeString(
                directory.resolve("ours.key"),
                PrivateKeyFile.encrypted(pair.getPrivate(), "open sesame".getBytes(UTF_8), new SecureRandom()));
        Tool.Result published = cosign.run(directory, PASSPHRASE, "public-key", "--key", ours.toString());
        assertThat(published.output()).contains(Verifier.text(pair.getPublic()));

        assertThat(cosign.run(directory, PASSPHRASE, "generate-key-pair").exitCode())
                .isZero();
        ECPrivateKey theirs = PrivateKeyFile.read(
                "cosign.key", Files.readString(directory.resolve("cosign.key")), () -> "open sesame".getBytes(UTF_8));
        Verifier verifier = Verifier.read("cosign.pub", Files.readString(directory.resolve("cosign.pub")));
        byte[] payload = "payload".getBytes(UTF_8);
        assertThat(verifier.accepts(payload, new Signer(theirs).sign(payload))).isTrue();
    }

    private void pushSigned(DockerRegistry registry, SampleImage image) throws Exception {
        Signer signer = new Signer((ECPrivateKey) pair.getPrivate());
        List<PushItem> items = new ArrayList<>(List.of(new PushItem(REPOSITORY, "tag", image.index())));
        List<Descriptor> signed = new ArrayList<>(List.of(image.index()));
        signed.addAll(image.manifests());
        for (Descriptor each : signed) {
            CosignSignature signature = CosignSignature.make(signer, REPOSITORY, each.digest());
            for (byte[] blob : signature.blobs().values()) {
                image.blobs().put(MediaType.EMPTY, blob);
            }
            items.add(new PushItem(REPOSITORY, CosignSignature.tag(each.digest()), signature.manifest()));
        }
        BlobSource blobs = image.blobs();
        try (Registry client = new Registry(
                RegistryAddress.parse(registry.host(), false),
                Optional.empty(),
                TrustedAuthorities.of(Optional.empty(), SystemAuthorities.none()),
                Patience.DEFAULT,
                Pause.REAL,
                InstantSource.system())) {
            new Push(client, blobs, UploadJournal.NONE, PushListener.NONE, 2, List.of()).run(items);
        }
    }
}
