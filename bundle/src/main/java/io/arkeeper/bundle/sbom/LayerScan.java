package io.arkeeper.bundle.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.deb.Stanza;
import io.arkeeper.bundle.oci.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Looks for software in the files that ship: jars, Debian's records, Java runtimes, Helm's library. */
final class LayerScan {

    private static final Pattern STATUS = Pattern.compile("(?:.*/)?var/lib/dpkg/status[.]d/[^/]+");
    private static final Pattern OS_RELEASE = Pattern.compile("(?:.*/)?(?:etc|usr/lib)/os-release");
    private static final Pattern DEBIAN_RELEASE = Pattern.compile("(?m)^VERSION_ID=\"?([0-9]+)\"?$");
    private static final Pattern SOURCE = Pattern.compile("(\\S+)(?: \\((\\S+)\\))?");
    private static final Pattern COPYRIGHT = Pattern.compile("(?:.*/)?usr/share/doc/([^/]+)/copyright");
    private static final Pattern JAR = Pattern.compile("(?:.*/)?([^/]+[.]jar)");
    private static final Pattern JAVA = Pattern.compile("(?:.*/)?java/release");
    private static final Pattern JAVAS_OWN = Pattern.compile("(?:.*/)?java/lib/[^/]+[.]jar");
    private static final Pattern HELM = Pattern.compile("(?:.*/)?native/(helm-[^/]+[.]so)");
    private static final String HELM_MODULE = "helm.sh/helm/";
    private static final int BUFFER = 1 << 16;

    private final JarCatalog catalog;
    private final Map<String, Digest> debs;
    private final String javaVersion;
    private final String place;
    private final List<Component> found = new ArrayList<>();
    private final List<Stanza> packages = new ArrayList<>();
    private final SortedMap<String, String> copyrights = new TreeMap<>();
    private String release = ""; // of Debian, until a layer says which

    /**
     * A scan of one place. Two things installed files do not tell:
     *
     * @param debs digests of Debian packages by {@code NAME VERSION ARCHITECTURE}
     * @param javaVersion of the linked runtime with its vendor, e.g. {@code Temurin-25.0.3+9}
     */
    LayerScan(JarCatalog catalog, Map<String, Digest> debs, String javaVersion, String place) {
        this.catalog = catalog;
        this.debs = debs;
        this.javaVersion = javaVersion;
        this.place = place;
    }

    /** Reads one layer, compressed with gzip. */
    void scan(InputStream layer) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(layer, BUFFER), BUFFER), UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && !entry.isSymbolicLink() && !entry.isLink()) {
                    look(entry.getName(), tar);
                }
            }
        }
    }

    private void look(String path, InputStream content) throws IOException {
        Matcher jar = JAR.matcher(path);
        Matcher copyright = COPYRIGHT.matcher(path);
        Matcher helm = HELM.matcher(path);
        if (JAVAS_OWN.matcher(path).matches()) {
            return;
        }
        if (jar.matches()) {
            byte[] bytes = content.readAllBytes();
            found.add(catalog.component(jar.group(1), bytes, place));
        } else if (copyright.matches()) {
            copyrights.put(copyright.group(1), text(content));
        } else if (OS_RELEASE.matcher(path).matches()) {
            Matcher release = DEBIAN_RELEASE.matcher(text(content));
            if (release.find()) {
                this.release = release.group(1);
            }
        } else if (STATUS.matcher(path).matches()) {
            packages.add(Stanza.parse(text(content)));
        } else if (JAVA.matcher(path).matches()) {
            found.add(java());
        } else if (helm.matches()) {
            helm(content);
        }
    }

    private static String text(InputStream content) throws IOException {
        return new String(content.readAllBytes(), UTF_8);
    }

    private Component java() {
        int dash = javaVersion.indexOf('-');
        String name = javaVersion.substring(0, Math.max(dash, 0)).toLowerCase(Locale.ROOT);
        String version = javaVersion.substring(dash + 1);
        return component(
                name.isEmpty() ? "openjdk" : name,
                version,
                "pkg:generic/%s@%s".formatted(name.isEmpty() ? "openjdk" : name, encoded(version)),
                List.of("GPL-2.0-only WITH Classpath-exception-2.0"),
                Optional.empty());
    }

    private void helm(InputStream content) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        // Whoever closes this stream would close the caller's.
        @SuppressWarnings("resource")
        DigestInputStream digesting = new DigestInputStream(content, sha256);
        GoBuild build = GoBuild.read(digesting).orElse(new GoBuild("unknown", List.of()));
        Digest digest = Digest.finished(sha256);
        found.add(component(
                "stdlib",
                build.goVersion(),
                "pkg:golang/stdlib@" + build.goVersion(),
                List.of("BSD-3-Clause"),
                Optional.empty()));
        for (GoBuild.Module module : build.modules()) {
            boolean isHelm = module.path().startsWith(HELM_MODULE);
            found.add(component(
                    module.path(),
                    module.version(),
                    "pkg:golang/%s@%s".formatted(module.path(), module.version().replace("+", "%2B")),
                    isHelm ? List.of("Apache-2.0") : List.of(),
                    isHelm ? Optional.of(digest) : Optional.empty()));
        }
    }

    /** Everything of all layers that were read. */
    List<Component> components() {
        List<Component> all = new ArrayList<>(found);
        for (Stanza stanza : packages) {
            String name = stanza.find("Package").orElse("unknown");
            String version = stanza.find("Version").orElse("unknown");
            String architecture = stanza.find("Architecture").orElse("all");
            String copyright = copyrights.getOrDefault(name, "");
            all.add(component(
                    name,
                    version,
                    "pkg:deb/debian/%s@%s?arch=%s%s%s"
                            .formatted(encoded(name), encoded(version), architecture, distro(), upstream(stanza, name)),
                    List.copyOf(Copyright.licences(copyright)),
                    Optional.ofNullable(debs.get("%s %s %s".formatted(name, version, architecture)))));
        }
        return all;
    }

    /** Advisories are for a release of Debian. */
    private String distro() {
        return release.isEmpty() ? "" : "&distro=debian-" + release;
    }

    /** Advisories name the source that a package was built from, which may have a version of its own. */
    private static String upstream(Stanza stanza, String name) {
        Matcher source = SOURCE.matcher(stanza.find("Source").orElse(name));
        if (!source.matches() || (source.group(1).equals(name) && source.group(2) == null)) {
            return "";
        }
        String version = source.group(2) == null ? "" : encoded("@" + source.group(2));
        return "&upstream=" + encoded(source.group(1)) + version;
    }

    private static String encoded(String text) {
        return text.replace("%", "%25").replace("+", "%2B").replace(":", "%3A").replace("@", "%40");
    }

    private Component component(
            String name, String version, String purl, List<String> licences, Optional<Digest> sha256) {
        return new Component(Optional.empty(), name, version, purl, licences, sha256, new TreeSet<>(List.of(place)));
    }
}
