package io.arkeeper.bundle.relocation;

import io.arkeeper.bundle.archive.BundleFile;
import io.arkeeper.bundle.oci.LayoutReader;
import java.io.IOException;
import java.nio.file.Path;

/** A bundle, or a tar with one image, opened to be brought elsewhere. */
public final class RelocatableFile implements AutoCloseable {

    private static final String PART = "io.arkeeper.bundle.part";

    private final LayoutReader layout;
    private final Relocatable content;

    private RelocatableFile(LayoutReader layout, Relocatable content) {
        this.layout = layout;
        this.content = content;
    }

    public static RelocatableFile open(Path file) throws IOException {
        LayoutReader layout = LayoutReader.open(file);
        try {
            boolean isImage = layout.root().annotations().isEmpty()
                    && layout.root().manifests().stream()
                            .noneMatch(manifest -> manifest.annotations().containsKey(PART));
            if (isImage) {
                return new RelocatableFile(layout, Relocatable.of(layout));
            }
            try (BundleFile bundle = BundleFile.open(file)) {
                return new RelocatableFile(layout, Relocatable.of(bundle));
            }
        } catch (IOException | RuntimeException e) {
            layout.close();
            throw e;
        }
    }

    public LayoutReader layout() {
        return layout;
    }

    public Relocatable content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        layout.close();
    }
}
