package io.arkeeper.bundle.deb;

import io.arkeeper.bundle.BundleFailure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One paragraph of {@code Field: value} lines, the format of everything Debian.
 *
 * @param fields by lower-case name; continuation lines are kept with their line breaks, less the leading blank
 */
public record Stanza(Map<String, String> fields) {

    public static Stanza parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        String name = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.computeIfPresent(name, (field, value) -> value + "\n" + line.substring(1));
            } else {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                    fields.put(name, line.substring(colon + 1).strip());
                }
            }
        }
        return new Stanza(fields);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    public String get(String name, String place) {
        return find(name)
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s has no field %s; it is no Debian file of its kind".formatted(place, name)));
    }
}
