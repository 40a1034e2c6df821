package io.arkeeper.bundle.sbom;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The licences a Debian package's copyright file names, in SPDX's words where there are any. */
final class Copyright {

    private static final Pattern FIELD = Pattern.compile("(?m)^License: *([^\n]+)$");
    private static final Pattern COMMON = Pattern.compile("/usr/share/common-licenses/([A-Za-z]+-?[0-9.]*[0-9])");
    private static final Map<String, String> SPDX = Map.ofEntries(
            Map.entry("GPL-2", "GPL-2.0-only"),
            Map.entry("GPL-2+", "GPL-2.0-or-later"),
            Map.entry("GPL-2.0", "GPL-2.0-only"),
            Map.entry("GPL-2.0+", "GPL-2.0-or-later"),
            Map.entry("GPL-3", "GPL-3.0-only"),
            Map.entry("GPL-3+", "GPL-3.0-or-later"),
            Map.entry("LGPL-2", "LGPL-2.0-only"),
            Map.entry("LGPL-2+", "LGPL-2.0-or-later"),
            Map.entry("LGPL-2.1", "LGPL-2.1-only"),
            Map.entry("LGPL-2.1+", "LGPL-2.1-or-later"),
            Map.entry("LGPL-3", "LGPL-3.0-only"),
            Map.entry("LGPL-3+", "LGPL-3.0-or-later"),
            Map.entry("Apache-2", "Apache-2.0"),
            Map.entry("Apache-2.0", "Apache-2.0"),
            Map.entry("BSD-2-clause", "BSD-2-Clause"),
            Map.entry("BSD-3-clause", "BSD-3-Clause"),
            Map.entry("BSD-4-clause", "BSD-4-Clause"),
            Map.entry("Expat", "MIT"),
            Map.entry("MIT", "MIT"),
            Map.entry("ISC", "ISC"),
            Map.entry("Zlib", "Zlib"),
            Map.entry("zlib", "Zlib"),
            Map.entry("CC0-1.0", "CC0-1.0"));

    private Copyright() {}

    static Set<String> licences(String text) {
        Set<String> licences = new TreeSet<>();
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            String name = field.group(1).strip();
            licences.add(SPDX.getOrDefault(name, name));
        }
        if (licences.isEmpty()) { // older files are prose that points to the common ones
            Matcher common = COMMON.matcher(text);
            while (common.find()) {
                licences.add(SPDX.getOrDefault(common.group(1), common.group(1)));
            }
        }
        return licences;
    }
}
