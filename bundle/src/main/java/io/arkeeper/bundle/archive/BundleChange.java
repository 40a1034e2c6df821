package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.sbom.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One thing that is different in two bundles.
 *
 * @param what the kind of thing: {@code package}, {@code jar}, {@code layer}, {@code value} …
 * @param before absent where it was added
 * @param after absent where it was removed
 */
public record BundleChange(String what, String name, Optional<String> before, Optional<String> after) {

    private static final int SHOWN_HEX = 12;

    /** Everything that differs, in the order people ask for it. */
    public static List<BundleChange> between(BundleSummary one, BundleSummary two) {
        List<BundleChange> changes = new ArrayList<>();
        changes.addAll(compare("version", versions(one), versions(two)));
        SortedSet<String> kinds = new TreeSet<>();
        one.components().forEach(component -> kinds.add(kind(component)));
        two.components().forEach(component -> kinds.add(kind(component)));
        for (String kind : kinds.reversed()) { // packages and libraries before the modules inside one of them
            changes.addAll(compare(kind, components(one, kind), components(two, kind)));
        }
        changes.addAll(compare("layer", layers(one), layers(two)));
        changes.addAll(compare("value", one.chartValues(), two.chartValues()));
        return changes;
    }

    private static SortedMap<String, String> versions(BundleSummary summary) {
        return new TreeMap<>(Map.of(
                "Arkeeper",
                summary.version(),
                "ZooKeeper",
                summary.lock().zooKeeperVersion(),
                "image",
                summary.lock().reference()));
    }

    private static String kind(Component component) {
        String purl = component.purl();
        if (purl.startsWith("pkg:deb/")) {
            return "package";
        }
        if (purl.startsWith("pkg:maven/")) {
            return "jar";
        }
        return purl.startsWith("pkg:golang/") ? "go module" : "other";
    }

    private static SortedMap<String, String> components(BundleSummary summary, String kind) {
        SortedMap<String, String> versions = new TreeMap<>();
        for (Component component : summary.components()) {
            if (kind(component).equals(kind)) {
                for (String place : component.places()) {
                    versions.put(component.label() + " in " + place, component.version());
                }
            }
        }
        return versions;
    }

    private static SortedMap<String, String> layers(BundleSummary summary) {
        SortedMap<String, String> layers = new TreeMap<>();
        for (BundleSummary.Image image : summary.images()) {
            for (BundleSummary.LayerLine layer : image.layers()) {
                layers.put(
                        layer.name() + " of " + image.platform(),
                        layer.digest().hex().substring(0, SHOWN_HEX) + ", " + layer.bytes() + " bytes");
            }
        }
        return layers;
    }

    private static List<BundleChange> compare(
            String what, SortedMap<String, String> before, SortedMap<String, String> after) {
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new BundleChange(
                        what, name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name))))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    /** One line: {@code jar org.example:x in cli: 1 → 2}. */
    @Override
    public String toString() {
        if (before.isEmpty()) {
            return "+ %s %s: %s".formatted(what, name, after.orElse(""));
        }
        return after.map(now -> "~ %s %s: %s → %s".formatted(what, name, before.get(), now))
                .orElseGet(() -> "- %s %s: %s".formatted(what, name, before.get()));
    }
}
