package io.arkeeper.bundle.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** A {@code .deb}: an {@code ar} of two compressed tars, one about the package and one with its files. */
public final class DebFile {

    private final Path file;

    public DebFile(Path file) {
        this.file = file;
    }

    /** Receives the package's files one by one. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes one entry.
         *
         * @param path without a leading {@code ./} or trailing slash; empty for the root
         * @param content the entry's bytes, valid during the call
         */
        void entry(String path, TarArchiveEntry entry, InputStream content) throws IOException;
    }

    /** The package's control file, as dpkg keeps it in its status. */
    public String control() throws IOException {
        StringBuilder control = new StringBuilder();
        visit("control.tar", (path, entry, content) -> {
            if (path.equals("control")) {
                control.append(new String(content.readAllBytes(), UTF_8));
            }
        });
        return control.toString();
    }

    /** Visits the files the package installs. */
    public void data(Visitor visitor) throws IOException {
        visit("data.tar", visitor);
    }

    private void visit(String member, Visitor visitor) throws IOException {
        try (ArArchiveInputStream ar =
                new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
                if (entry.getName().startsWith(member)) {
                    visitTar(decompressed(entry.getName(), ar), visitor);
                    return;
                }
            }
        }
        throw new BundleFailure(
                BundleFailure.Kind.BAD_INPUT, "%s has no %s; it is no Debian package".formatted(file, member));
    }

    private InputStream decompressed(String name, InputStream in) throws IOException {
        return switch (name.substring(name.indexOf(".tar") + ".tar".length())) {
            case ".xz" -> XZCompressorInputStream.builder().setInputStream(in).get();
            case ".gz" -> new GzipCompressorInputStream(in);
            case "" -> in;
            default ->
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s holds %s, expected .tar.xz or .tar.gz; use the packages of Debian".formatted(file, name));
        };
    }

    // The streams end with the ar they read from, which the caller closes.
    @SuppressWarnings("resource")
    private static void visitTar(InputStream plain, Visitor visitor) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(plain, UTF_8.name());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = entry.getName();
            String path = name.startsWith("./") ? name.substring(2) : name;
            visitor.entry(path.endsWith("/") ? path.substring(0, path.length() - 1) : path, entry, tar);
        }
    }
}
