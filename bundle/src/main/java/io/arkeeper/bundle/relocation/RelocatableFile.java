package io.arkeeper.bundle.relocation;

import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.archive.BundleVerifier;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.LayoutReader;
import io.arkeeper.bundle.trust.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A bundle, or a tar with one image, opened to be brought elsewhere. */
public final class RelocatableFile implements AutoCloseable {

    private static final String PART = "io.arkeeper.bundle.part";

    private final LayoutReader layout;
    private final Optional<BundleFile> bundle;
    private final Relocatable content;

    private RelocatableFile(LayoutReader layout, Optional<BundleFile> bundle, Relocatable content) {
        this.layout = layout;
        this.bundle = bundle;
        this.content = content;
    }

    public static RelocatableFile open(Path file) throws IOException {
        LayoutReader layout = LayoutReader.open(file);
        try {
            return isImage(layout.root()) ? image(layout) : bundle(layout);
        } catch (IOException | RuntimeException e) {
            layout.close();
            throw e;
        }
    }

    private static boolean isImage(Index root) {
        return root.annotations().isEmpty()
                && root.manifests().stream()
                        .noneMatch(manifest -> manifest.annotations().containsKey(PART));
    }

    private static RelocatableFile image(LayoutReader layout) throws IOException {
        return new RelocatableFile(layout, Optional.empty(), Relocatable.of(layout));
    }

    private static RelocatableFile bundle(LayoutReader layout) throws IOException {
        BundleFile bundle = BundleFile.of(layout);
        return new RelocatableFile(layout, Optional.of(bundle), Relocatable.of(bundle));
    }

    /** The blobs. */
    public LayoutReader layout() {
        return layout;
    }

    public Relocatable content() {
        return content;
    }

    /**
     * Refuses what is not all there, not byte for byte what it says it is, or not signed by whom it must be.
     *
     * @param key whose signature it must have; without one no signature is checked
     */
    public void verify(Optional<Verifier> key) throws IOException {
        String place = layout.file().toString();
        content.requireWhole(place, layout);
        if (bundle.isPresent()) {
            new BundleVerifier(bundle.get(), Optional.empty(), key).verify();
            return;
        }
        requireSigned(key);
        layout.verify();
    }

    /** The signatures alone: enough where everybody on the way compares bytes with digests, as registries do. */
    public void requireSigned(Optional<Verifier> key) throws IOException {
        if (key.isPresent()) {
            content.requireSigned(layout.file().toString(), key.get(), layout);
        }
    }

    @Override
    public void close() throws IOException {
        layout.close();
    }
}
