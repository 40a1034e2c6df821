package io.arkeeper.bundle.deb;

import io.arkeeper.bundle.oci.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The signed root of one suite of an archive.
 *
 * @param files digests of the suite's index files, by path below the suite
 */
record Release(String suite, String date, Map<String, Digest> files) {

    static Release parse(String place, String text) {
        Stanza stanza = Stanza.parse(text);
        Map<String, Digest> files = new HashMap<>();
        for (String line : stanza.get("SHA256", place).lines().toList()) {
            String[] columns = line.strip().split("\\s+", -1);
            if (columns.length == 3) {
                files.put(columns[2], new Digest(columns[0]));
            }
        }
        return new Release(
                stanza.find("Codename").orElseGet(() -> stanza.get("Suite", place)), stanza.get("Date", place), files);
    }

    Optional<Digest> digestOf(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
