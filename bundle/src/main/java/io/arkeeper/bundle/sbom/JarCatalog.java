package io.arkeeper.bundle.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Knows whose a jar is and its licence, by its name; jars themselves say it in many ways, or not at all. */
final class JarCatalog {

    private static final Pattern FILE = Pattern.compile("(.+?)(?:-([0-9][^/]*))?[.]jar");

    private static final String UNKNOWN = "unknown";

    private final Map<String, Entry> entries;

    private record Entry(String group, String licence) {}

    private JarCatalog(Map<String, Entry> entries) {
        this.entries = entries;
    }

    static JarCatalog read() throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        try (InputStream in = JarCatalog.class.getResourceAsStream("jars.txt")) {
            if (in == null) {
                throw new IllegalStateException("the build left out the resource jars.txt");
            }
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 3))
                    .forEach(words -> entries.put(words[0], new Entry(words[1], words[2])));
        }
        return new JarCatalog(entries);
    }

    boolean knows(String fileName) {
        Matcher matcher = FILE.matcher(fileName);
        return matcher.matches() && entry(matcher.group(1), matcher.group(2)).isPresent();
    }

    Component component(String fileName, byte[] jar, String place) throws IOException {
        Matcher matcher = FILE.matcher(fileName);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(fileName + " is no jar");
        }
        String name = matcher.group(1);
        String version = matcher.group(2) == null ? ownVersion(name, jar) : matcher.group(2);
        Optional<Entry> entry = entry(name, version);
        return new Component(
                entry.map(Entry::group),
                name,
                version,
                entry.map(found -> "pkg:maven/%s/%s@%s".formatted(found.group(), name, version))
                        .orElse("pkg:generic/%s@%s".formatted(name, version)),
                entry.map(found -> List.of(found.licence())).orElse(List.of()),
                Optional.of(Digest.of(jar)),
                new TreeSet<>(List.of(place)));
    }

    /** By name and major version where that has an entry of its own: Jackson 3 is another group's than Jackson 2. */
    private Optional<Entry> entry(String name, String version) {
        String major = version == null ? "" : version.replaceFirst("[.].*", "");
        return Optional.ofNullable(entries.get(name + "-" + major)).or(() -> Optional.ofNullable(entries.get(name)));
    }

    /** What Maven wrote into it, for jars whose name has no version. */
    private static String ownVersion(String name, byte[] jar) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("/" + name + "/pom.properties")) {
                    Properties properties = new Properties();
                    properties.load(zip);
                    return properties.getProperty("version", UNKNOWN);
                }
            }
        }
        return UNKNOWN;
    }
}
