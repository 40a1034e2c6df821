package io.arkeeper.cli.bundle;

import java.util.List;

/** The two pages about installing offline. */
public final class OfflinePages {

    private OfflinePages() {}

    /** The blocks of code, as text. */
    public static List<String> english() {
        return texts("install-offline.md");
    }

    public static List<String> chinese() {
        return texts("install-offline.zh-CN.md");
    }

    private static List<String> texts(String page) {
        return Walkthrough.of(page).blocks().stream()
                .map(Walkthrough.Block::toString)
                .toList();
    }

    /** Every line that calls our command. */
    public static List<String> commandLines() {
        return Walkthrough.of("install-offline.md").blocks().stream()
                .flatMap(block -> block.text().lines())
                .filter(line -> line.startsWith("arkeeper ") || line.startsWith("./arkeeper "))
                .toList();
    }
}
