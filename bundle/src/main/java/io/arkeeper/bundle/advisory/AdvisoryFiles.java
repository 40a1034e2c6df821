package io.arkeeper.bundle.advisory;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.sbom.Component;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Advisories that somebody carried here: a directory with files of JSON and of ZIP, below it too, or one ZIP, as osv.dev offers
 * one for each ecosystem.
 */
public final class AdvisoryFiles {

    private static final int LARGEST = 16 << 20; // some name ten thousand versions; what is larger is none

    private AdvisoryFiles() {}

    /** Compares these components with all of them. */
    public static BundleScan.Report scan(List<Component> components, Path advisories) throws IOException {
        BundleScan scan = new BundleScan(components);
        if (Files.isDirectory(advisories)) {
            try (Stream<Path> files = Files.walk(advisories)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    file(scan, file);
                }
            }
        } else if (Files.isRegularFile(advisories)) {
            file(scan, advisories);
        } else {
            throw bad(
                    "%s is not there; give a directory or a ZIP of advisories in the OSV format".formatted(advisories));
        }
        BundleScan.Report report = scan.report();
        if (report.advisories() == 0) {
            throw bad(
                    "%s holds no advisory, expected files of JSON in the OSV format, or a ZIP of them; fetch such where"
                                    .formatted(advisories)
                            + " there is a network and carry them here");
        }
        return report;
    }

    private static void file(BundleScan scan, Path file) throws IOException {
        String name = file.getFileName().toString();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            if (name.endsWith(".json")) {
                scan.consider(read(file.toString(), in));
            } else if (name.endsWith(".zip")) {
                zip(scan, file, in);
            }
        }
    }

    private static void zip(BundleScan scan, Path file, InputStream in) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    scan.consider(read(file + ": " + entry.getName(), zip));
                }
            }
        } catch (ZipException e) {
            throw bad("%s cannot be read as a ZIP (%s); carry it here again".formatted(file, e.getMessage()));
        }
    }

    private static Advisory read(String place, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw bad("%s has more than %d MiB, expected one advisory; remove it".formatted(place, LARGEST >> 20));
        }
        return Advisory.read(place, bytes);
    }

    private static BundleFailure bad(String sentence) {
        return new BundleFailure(BundleFailure.Kind.BAD_INPUT, sentence);
    }
}
