package io.arkeeper.bundle.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.image.FileTree.Node;
import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.MediaType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Turns a {@link FileTree} into a compressed tar and back.
 *
 * <p>The bytes depend on the tree and the time only: sorted entries, one time, numeric owners, no names. The compressed
 * bytes depend on the JDK's zlib as well, which is why a layer's diff id is recorded too.
 */
final class LayerFiles {

    private final Instant modified;

    LayerFiles(Instant modified) {
        this.modified = modified;
    }

    Layer write(String name, FileTree tree, BlobDirectory blobs, boolean reproducible) throws IOException {
        MessageDigest plain = Digest.sha256();
        Descriptor descriptor = blobs.put(MediaType.LAYER_GZIP, out -> {
            try (OutputStream gzip = new DenseGzip(out)) {
                writeTar(tree, new DigestOutputStream(gzip, plain));
            }
        });
        return new Layer(name, descriptor, Digest.finished(plain), reproducible);
    }

    private void writeTar(FileTree tree, OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        for (Map.Entry<String, Node> node : tree.nodes().entrySet()) {
            tar.putArchiveEntry(entry(node.getKey(), node.getValue()));
            if (node.getValue() instanceof Node.RegularFile file) {
                try (InputStream content = file.content().open()) {
                    content.transferTo(tar);
                }
            }
            tar.closeArchiveEntry();
        }
        tar.finish();
        tar.flush();
    }

    private TarArchiveEntry entry(String path, Node node) {
        TarArchiveEntry entry =
                switch (node) {
                    case Node.Directory directory -> {
                        TarArchiveEntry made = new TarArchiveEntry(path + "/");
                        made.setMode(directory.mode());
                        made.setIds(directory.owner(), directory.owner());
                        yield made;
                    }
                    case Node.RegularFile file -> {
                        TarArchiveEntry made = new TarArchiveEntry(path);
                        made.setSize(file.content().size());
                        made.setMode(file.mode());
                        made.setIds(file.owner(), file.owner());
                        yield made;
                    }
                    case Node.Link link -> {
                        TarArchiveEntry made = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                        made.setLinkName(link.target());
                        made.setMode(0777);
                        made.setIds(0, 0);
                        yield made;
                    }
                };
        entry.setNames("", "");
        entry.setLastModifiedTime(FileTime.from(modified));
        return entry;
    }

    /** Unpacks layers made here, lowest first, with their times; owners stay those of the caller. */
    static void unpack(List<Layer> layers, BlobDirectory blobs, Path root) throws IOException {
        for (Layer layer : layers) {
            try (TarArchiveInputStream tar = new TarArchiveInputStream(
                    new GZIPInputStream(new BufferedInputStream(
                            blobs.open(layer.descriptor().digest()), 1 << 16)),
                    UTF_8.name())) {
                List<TarArchiveEntry> directories = new ArrayList<>();
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    Path file = root.resolve(entry.getName());
                    if (entry.isDirectory()) {
                        Files.createDirectories(file);
                        directories.add(entry);
                    } else if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, file);
                        Files.setPosixFilePermissions(file, permissions(entry.getMode()));
                        Files.setLastModifiedTime(file, entry.getLastModifiedTime());
                    }
                }
                for (TarArchiveEntry directory : directories.reversed()) {
                    Files.setLastModifiedTime(root.resolve(directory.getName()), directory.getLastModifiedTime());
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }

    /** The JDK writes neither time nor name into the header; it only lacks a way to choose the level. */
    private static final class DenseGzip extends GZIPOutputStream {

        DenseGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
