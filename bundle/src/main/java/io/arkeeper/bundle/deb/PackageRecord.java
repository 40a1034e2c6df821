package io.arkeeper.bundle.deb;

import io.arkeeper.bundle.oci.Digest;

/**
 * What an archive's index says of one package file.
 *
 * @param fileName last part of its path in the archive's pool
 * @param suite where it was found, and the date of that suite's signed index
 */
public record PackageRecord(
        String name,
        DebianVersion version,
        String architecture,
        String fileName,
        Digest digest,
        long size,
        String suite,
        String indexDate) {

    static PackageRecord from(Stanza stanza, Release release) {
        String place = "a package of " + release.suite();
        String path = stanza.get("Filename", place);
        return new PackageRecord(
                stanza.get("Package", place),
                new DebianVersion(stanza.get("Version", place)),
                stanza.get("Architecture", place),
                path.substring(path.lastIndexOf('/') + 1),
                new Digest(stanza.get("SHA256", place)),
                Long.parseLong(stanza.get("Size", place)),
                release.suite(),
                release.date());
    }

    /** One line for a record of what went in: name, version, architecture, digest. */
    public String line() {
        return "%s %s %s %s".formatted(name, version, architecture, digest);
    }
}
