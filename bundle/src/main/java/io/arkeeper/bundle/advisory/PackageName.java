package io.arkeeper.bundle.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.sbom.Component;
import java.net.URLDecoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What advisories call a component.
 *
 * @param name {@code GROUP:ARTIFACT} of Maven, a Go module's path, the name of a Debian source package
 * @param release of Debian, such as 13; empty where it is not known or there is none
 */
record PackageName(Ecosystem ecosystem, String name, String release, String version) {

    private static final Pattern MAVEN = Pattern.compile("pkg:maven/([^/@]+)/([^/@]+)@([^?#]+).*");
    private static final Pattern GO = Pattern.compile("pkg:golang/([^@]+)@([^?#]+).*");
    private static final Pattern DEBIAN = Pattern.compile("pkg:deb/debian/([^/@]+)@([^?#]+)(?:[?]([^#]*))?.*");
    private static final Pattern DISTRO = Pattern.compile("debian-([0-9]+).*");

    /** By its package URL; empty where nobody publishes advisories for such. */
    static Optional<PackageName> of(Component component) {
        String purl = component.purl();
        Matcher maven = MAVEN.matcher(purl);
        if (maven.matches()) {
            return Optional.of(new PackageName(
                    Ecosystem.MAVEN,
                    decoded(maven.group(1)) + ":" + decoded(maven.group(2)),
                    "",
                    decoded(maven.group(3))));
        }
        Matcher go = GO.matcher(purl);
        if (go.matches()) {
            return Optional.of(new PackageName(Ecosystem.GO, decoded(go.group(1)), "", decoded(go.group(2))));
        }
        Matcher debian = DEBIAN.matcher(purl);
        if (!debian.matches()) {
            return Optional.empty();
        }
        String qualifiers = Optional.ofNullable(debian.group(3)).orElse("");
        String source = qualifier(qualifiers, "upstream").orElse(decoded(debian.group(1)));
        int at = source.indexOf('@'); // the source has a version of its own
        return Optional.of(new PackageName(
                Ecosystem.DEBIAN,
                at < 0 ? source : source.substring(0, at),
                qualifier(qualifiers, "distro")
                        .map(DISTRO::matcher)
                        .filter(Matcher::matches)
                        .map(distro -> distro.group(1))
                        .orElse(""),
                at < 0 ? decoded(debian.group(2)) : source.substring(at + 1)));
    }

    private static Optional<String> qualifier(String qualifiers, String name) {
        for (String one : qualifiers.split("&", -1)) {
            if (one.startsWith(name + "=")) {
                return Optional.of(decoded(one.substring(name.length() + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
