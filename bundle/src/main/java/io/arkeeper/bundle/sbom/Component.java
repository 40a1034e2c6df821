package io.arkeeper.bundle.sbom;

import io.arkeeper.bundle.oci.Digest;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A piece of software somebody made.
 *
 * @param purl its package URL: what it is, for every tool that looks for weaknesses
 * @param licences SPDX expressions, or names where the source has its own
 * @param sha256 of the jar, the library or the Debian package
 * @param places where it is, such as {@code image linux/amd64}
 */
public record Component(
        Optional<String> group,
        String name,
        String version,
        String purl,
        List<String> licences,
        Optional<Digest> sha256,
        SortedSet<String> places) {

    public Component {
        licences = List.copyOf(licences);
        places = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(places));
    }

    Component alsoIn(SortedSet<String> more) {
        SortedSet<String> all = new TreeSet<>(places);
        all.addAll(more);
        return new Component(group, name, version, purl, licences, sha256, all);
    }

    /** Two files of one name and version are one component only where their bytes are the same. */
    String identity() {
        return purl + sha256.map(digest -> "#" + digest.hex()).orElse("");
    }

    /** What people call it. */
    public String label() {
        return group.map(text -> text + ":" + name).orElse(name);
    }
}
