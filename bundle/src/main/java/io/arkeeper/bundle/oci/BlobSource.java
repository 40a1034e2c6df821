package io.arkeeper.bundle.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Somewhere blobs can be read from by digest: a directory, a layout's tar, a registry. */
public interface BlobSource {

    int LARGEST_STEP = 1 << 20;

    boolean has(Digest digest);

    /**
     * Opens a blob. The bytes are as stored; whoever needs certainty hashes them while reading.
     *
     * @throws IOException also where there is no such blob
     */
    InputStream open(Digest digest) throws IOException;

    /** Opens a blob from this byte on, for those who continue where they were interrupted. */
    default InputStream open(Digest digest, long offset) throws IOException {
        InputStream in = open(digest);
        try {
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** How many bytes a blob really has. */
    default long size(Digest digest) throws IOException {
        try (InputStream in = open(digest)) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Writes some of a blob's bytes from this one on, at most {@code count}; none only where there are no more. */
    default long transferTo(WritableByteChannel out, Digest digest, long offset, long count) throws IOException {
        try (InputStream in = open(digest, offset)) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes((int) Math.min(count, LARGEST_STEP)));
            int read = bytes.remaining();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            return read;
        }
    }

    /**
     * All bytes of a small blob (a manifest, an index, a configuration), checked against size and digest.
     *
     * @throws io.arkeeper.bundle.BundleFailure where the bytes are not what the descriptor says
     */
    default byte[] read(Descriptor descriptor) throws IOException {
        return CheckedRead.small(this, descriptor);
    }
}
