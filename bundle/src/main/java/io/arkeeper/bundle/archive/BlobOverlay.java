package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Map;

/** Blobs from the first place that has them: a few small ones in memory, or a differential before its base. */
record BlobOverlay(BlobSource first, BlobSource second) implements BlobSource {

    static BlobOverlay of(Map<Digest, byte[]> small, BlobSource second) {
        return new BlobOverlay(
                new BlobSource() {
                    @Override
                    public boolean has(Digest digest) {
                        return small.containsKey(digest);
                    }

                    @Override
                    public InputStream open(Digest digest) {
                        return new ByteArrayInputStream(small.get(digest));
                    }
                },
                second);
    }

    @Override
    public boolean has(Digest digest) {
        return first.has(digest) || second.has(digest);
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        return first.has(digest) ? first.open(digest) : second.open(digest);
    }

    @Override
    public InputStream open(Digest digest, long offset) throws IOException {
        return first.has(digest) ? first.open(digest, offset) : second.open(digest, offset);
    }

    @Override
    public long size(Digest digest) throws IOException {
        return (first.has(digest) ? first : second).size(digest);
    }

    @Override
    public long transferTo(WritableByteChannel out, Digest digest, long offset, long count) throws IOException {
        return (first.has(digest) ? first : second).transferTo(out, digest, offset, count);
    }
}
