package io.arkeeper.bundle.oci;

import io.arkeeper.bundle.BundleFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Reads one OCI layout from one plain tar, in place: nothing is unpacked.
 *
 * <p>The tar crossed a gap and may have been made by anybody, so entries that a layout does not need (links, absolute
 * or climbing paths, the same name twice) are refused rather than skipped.
 */
public final class LayoutReader implements BlobSource, AutoCloseable {

    private static final int LARGEST_INDEX = 4 << 20;
    private static final byte[] END = new byte[1024];
    private static final Pattern BLOB = Pattern.compile("blobs/sha256/[0-9a-f]{64}");

    private final Path file;
    private final FileChannel channel;
    private final Map<String, TarArchiveEntry> entries;

    private LayoutReader(Path file, FileChannel channel, Map<String, TarArchiveEntry> entries) {
        this.file = file;
        this.channel = channel;
        this.entries = entries;
    }

    public static LayoutReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BundleFailure(BundleFailure.Kind.BAD_INPUT, "%s is not a file".formatted(file));
        }
        requireEnd(file);
        Map<String, TarArchiveEntry> entries;
        try (TarFile tar = openTar(file)) {
            entries = entries(file, tar);
        }
        // Positional reads of our own: several threads push, serve and verify at the same time, from any byte on.
        LayoutReader reader = new LayoutReader(file, FileChannel.open(file, StandardOpenOption.READ), entries);
        try {
            reader.require("oci-layout");
            reader.require("index.json");
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** A tar ends with two empty blocks; a copy that was cut off does not, and would be read without complaint. */
    private static void requireEnd(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - END.length));
            ByteBuffer end = ByteBuffer.allocate(END.length);
            int read = 0;
            while (read >= 0 && end.hasRemaining()) {
                read = channel.read(end);
            }
            if (!Arrays.equals(end.array(), END) || end.hasRemaining()) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT, "%s is no tar or ends early; copy it again".formatted(file));
            }
        }
    }

    private static TarFile openTar(Path file) {
        try {
            return new TarFile(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is not a whole tar (%s); copy it again".formatted(file, e.getMessage()),
                    e);
        }
    }

    private static Map<String, TarArchiveEntry> entries(Path file, TarFile tar) throws IOException {
        Map<String, TarArchiveEntry> entries = new HashMap<>();
        for (TarArchiveEntry entry : tar.getEntries()) {
            if (entry.isDirectory()) {
                continue;
            }
            String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
            boolean climbs = name.startsWith("/") || List.of(name.split("/")).contains("..");
            if (!isPlain(entry) || climbs || entries.put(name, entry) != null) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s has the entry '%s', expected plain files, each once and below the root; it is no layout of ours"
                                .formatted(file, entry.getName()));
            }
        }
        long size = Files.size(file);
        entries.forEach((name, entry) -> {
            if (entry.getDataOffset() + entry.getSize() > size) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s ends in the middle of '%s'; it was cut off: copy it again".formatted(file, name));
            }
        });
        return entries;
    }

    /** {@code TarArchiveEntry.isFile} says yes to links and devices. */
    private static boolean isPlain(TarArchiveEntry entry) {
        byte kind = entry.getLinkFlag();
        return (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM) && !entry.isSparse();
    }

    public Path file() {
        return file;
    }

    /** The names of all entries. */
    public Set<String> names() {
        return new TreeSet<>(entries.keySet());
    }

    /** A small entry that is no blob; empty where there is none. */
    public Optional<byte[]> document(String name) throws IOException {
        if (!entries.containsKey(name)) {
            return Optional.empty();
        }
        try (InputStream in = read(name, 0)) {
            return Optional.of(in.readNBytes(LARGEST_INDEX));
        }
    }

    @Override
    public long size(Digest digest) {
        return require(digest.blobPath()).getSize();
    }

    /** The root: what the layout says it holds. */
    public Index root() throws IOException {
        try (InputStream in = read("index.json", 0)) {
            return Index.read(file + ": index.json", in.readNBytes(LARGEST_INDEX));
        }
    }

    @Override
    public boolean has(Digest digest) {
        return entries.containsKey(digest.blobPath());
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        return read(digest.blobPath(), 0);
    }

    @Override
    public InputStream open(Digest digest, long offset) throws IOException {
        return read(digest.blobPath(), offset);
    }

    /** Straight from the file, where the kernel can. */
    @Override
    public long transferTo(WritableByteChannel out, Digest digest, long offset, long count) throws IOException {
        TarArchiveEntry entry = require(digest.blobPath());
        long most = Math.min(count, entry.getSize() - offset);
        return most <= 0 ? 0 : channel.transferTo(entry.getDataOffset() + offset, most, out);
    }

    private InputStream read(String name, long offset) throws IOException {
        TarArchiveEntry entry = require(name);
        if (offset > entry.getSize()) {
            throw new EOFException("%s has %d bytes, none at %d".formatted(name, entry.getSize(), offset));
        }
        return new Section(channel, entry.getDataOffset() + offset, entry.getSize() - offset);
    }

    /** A part of the file; many can be read at the same time. */
    private static final class Section extends InputStream {
        private final FileChannel channel;
        private long position;
        private long left;

        Section(FileChannel channel, long position, long left) {
            this.channel = channel;
            this.position = position;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)), position);
            if (read < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            position += read;
            left -= read;
            return read;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.clamp(count, 0, left);
            position += skipped;
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(left, Integer.MAX_VALUE);
        }
    }

    /** The digests of all blobs, reachable or not. */
    public Set<Digest> digests() {
        Set<Digest> digests = new TreeSet<>();
        for (String name : entries.keySet()) {
            if (BLOB.matcher(name).matches()) {
                digests.add(new Digest(name.substring(name.lastIndexOf('/') + 1)));
            }
        }
        return digests;
    }

    /** Every blob the root leads to, documents before what they point to. */
    public Collection<Descriptor> reachable() throws IOException {
        return Reachable.from(root(), this);
    }

    /** Looks for every blob the root leads to, then re-hashes all there are; the first difference is named. */
    public void verify() throws IOException {
        for (Descriptor descriptor : reachable()) {
            long size = require(descriptor.digest().blobPath()).getSize();
            if (size != descriptor.size()) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s: blob %s has %d bytes, expected %d; the file is damaged or was changed, copy it again"
                                .formatted(file, descriptor.digest(), size, descriptor.size()));
            }
        }
        for (Digest digest : digests()) {
            try (InputStream in = open(digest)) {
                Digest found = Digest.of(in);
                if (!found.equals(digest)) {
                    throw new BundleFailure(
                            BundleFailure.Kind.NOT_VERIFIED,
                            "%s: blob %s has the digest %s; the file is damaged or was changed, copy it again"
                                    .formatted(file, digest, found));
                }
            }
        }
    }

    private TarArchiveEntry require(String name) {
        TarArchiveEntry entry = entries.get(name);
        if (entry == null) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s has no entry '%s', expected an OCI layout in a tar".formatted(file, name));
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
