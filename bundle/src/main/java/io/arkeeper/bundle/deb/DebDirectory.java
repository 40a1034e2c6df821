package io.arkeeper.bundle.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * Packages in a directory, beside the signed indexes that vouch for them.
 *
 * <p>Signature → {@code InRelease} → {@code Packages} → package file: the whole chain is checked each time, so it does
 * not matter who filled the directory. Index files have the names apt gives them in its lists directory; a copy of such
 * a directory with the packages beside them is all an offline build needs.
 */
public final class DebDirectory {

    private static final String IN_RELEASE = "InRelease";

    private final Path directory;
    private final Keyring keyring;

    public DebDirectory(Path directory, Keyring keyring) {
        this.directory = directory;
        this.keyring = keyring;
    }

    /**
     * The newest version of each package in any of the indexes, in the order asked for.
     *
     * @throws BundleFailure where an index is not signed or changed, or a package is in none
     */
    public List<PackageRecord> newest(Collection<String> names, String architecture) throws IOException {
        Map<String, PackageRecord> found = new HashMap<>();
        for (Path inRelease : inReleases()) {
            String place = inRelease.toString();
            Release release = Release.parse(
                    place, keyring.verify(place, Files.readAllBytes(inRelease)).text());
            for (Map.Entry<Path, String> index :
                    packagesOf(inRelease, architecture).entrySet()) {
                for (PackageRecord candidate : read(index.getKey(), index.getValue(), release, names)) {
                    found.merge(
                            candidate.name(), candidate, (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b);
                }
            }
        }
        List<PackageRecord> newest = new ArrayList<>();
        for (String name : names) {
            PackageRecord record = found.get(name);
            if (record == null) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "no index in %s has the package %s for %s; it needs apt's InRelease and Packages files"
                                .formatted(directory, name, architecture));
            }
            newest.add(record);
        }
        return newest;
    }

    /** Whether the file is here with the right bytes. */
    public boolean has(PackageRecord record) throws IOException {
        Path file = fileOf(record);
        return Files.isRegularFile(file)
                && Files.size(file) == record.size()
                && Digest.of(file).equals(record.digest());
    }

    /** The package's file, after its bytes were compared with the index. */
    public VerifiedDeb require(PackageRecord record) throws IOException {
        Path file = fileOf(record);
        if (!Files.isRegularFile(file)) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s is missing; the signed index asks for %s %s, sha256 %s"
                            .formatted(
                                    file,
                                    record.name(),
                                    record.version(),
                                    record.digest().hex()));
        }
        Digest digest = Digest.of(file);
        if (!digest.equals(record.digest())) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s has the digest %s, expected %s from the signed index of %s; delete it and fetch it again"
                            .formatted(file, digest, record.digest(), record.suite()));
        }
        return new VerifiedDeb(record, file);
    }

    /** apt escapes the epoch's colon in the names of what it downloads, the pool leaves the epoch out. */
    private Path fileOf(PackageRecord record) {
        String asApt = "%s_%s_%s.deb"
                .formatted(record.name(), record.version().text().replace(":", "%3a"), record.architecture());
        Path aptFile = directory.resolve(asApt);
        return Files.exists(aptFile) ? aptFile : directory.resolve(record.fileName());
    }

    private List<Path> inReleases() throws IOException {
        List<Path> files = list().stream()
                .filter(file -> file.getFileName().toString().endsWith(IN_RELEASE))
                .toList();
        if (files.isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "%s has no signed index (a file ending in InRelease), so its packages cannot be verified; copy it from apt's lists directory"
                            .formatted(directory));
        }
        return files;
    }

    /** Index files that belong to the release, with the path it knows them by. */
    private Map<Path, String> packagesOf(Path inRelease, String architecture) throws IOException {
        String name = inRelease.getFileName().toString();
        String prefix = name.substring(0, name.length() - IN_RELEASE.length());
        String binary = "_binary-" + architecture + "_Packages";
        Map<Path, String> packages = new TreeMap<>();
        for (Path file : list()) {
            String candidate = file.getFileName().toString();
            int end = candidate.indexOf(binary);
            if (candidate.startsWith(prefix) && end >= 0) {
                packages.put(
                        file,
                        candidate
                                .substring(prefix.length(), end + binary.length())
                                .replace('_', '/'));
            }
        }
        return packages;
    }

    private List<Path> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static List<PackageRecord> read(Path file, String path, Release release, Collection<String> names)
            throws IOException {
        Digest expected = release.digestOf(path)
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "%s is not in the signed index of %s, so nothing vouches for it"
                                .formatted(file, release.suite())));
        List<PackageRecord> records = new ArrayList<>();
        MessageDigest sha256 = Digest.sha256();
        try (InputStream plain = new DigestInputStream(decompressed(file), sha256);
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, UTF_8), 1 << 16)) {
            StringBuilder wanted = new StringBuilder();
            boolean inWanted = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("Package: ")) {
                    inWanted = names.contains(line.substring("Package: ".length()));
                }
                if (inWanted && line.isEmpty()) {
                    records.add(PackageRecord.from(Stanza.parse(wanted.toString()), release));
                    wanted.setLength(0);
                    inWanted = false;
                } else if (inWanted) {
                    wanted.append(line).append('\n');
                }
            }
            if (!wanted.isEmpty()) {
                records.add(PackageRecord.from(Stanza.parse(wanted.toString()), release));
            }
        }
        Digest found = Digest.finished(sha256);
        if (!found.equals(expected)) {
            throw new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "%s has the digest %s, expected %s from the signed index of %s; fetch both again"
                            .formatted(file, found, expected, release.suite()));
        }
        return records;
    }

    private static InputStream decompressed(Path file) throws IOException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String suffix = dot < name.indexOf("_Packages") ? "" : name.substring(dot + 1);
        InputStream raw = Files.newInputStream(file);
        try {
            return switch (suffix) {
                case "xz" -> new CompressorStreamFactory().createCompressorInputStream(CompressorStreamFactory.XZ, raw);
                case "gz" ->
                    new CompressorStreamFactory().createCompressorInputStream(CompressorStreamFactory.GZIP, raw);
                case "lz4" ->
                    new CompressorStreamFactory().createCompressorInputStream(CompressorStreamFactory.LZ4_FRAMED, raw);
                default -> raw;
            };
        } catch (CompressorException e) {
            raw.close();
            throw new IOException(file + " is not what its name says", e);
        }
    }
}
