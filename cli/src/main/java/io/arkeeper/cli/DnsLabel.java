package io.arkeeper.cli;

import io.arkeeper.core.InvalidSetting;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Kubernetes accepts as a name that becomes part of DNS names. */
final class DnsLabel {

    private static final Pattern FORM = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?"); // a Service's begins with a letter

    private DnsLabel() {}

    /**
     * Refuses what is no label.
     *
     * @param what the thing that is named, with its article
     * @param otherwise the name to suggest where nothing can be made of this one
     */
    static void require(String what, String text, int longest, String otherwise) {
        if (!FORM.matcher(text).matches() || text.length() > longest) {
            throw new InvalidSetting(
                    what,
                    "'" + text + "'",
                    "a DNS label: a letter, then lower-case letters, digits and hyphens, at most %d in all".formatted(longest),
                    "use for example " + nearest(text, longest, otherwise));
        }
    }

    private static String nearest(String text, int longest, String otherwise) {
        String mended = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = mended.length() > longest ? mended.substring(0, longest) : mended;
        String label = cut.replaceAll("^[^a-z]+|-+$", "");
        return label.isEmpty() ? otherwise : label;
    }
}
