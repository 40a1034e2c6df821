package io.arkeeper.bundle.advisory;

import io.arkeeper.bundle.sbom.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the components of a bundle with advisories, one after the other, because there are too many of them to hold.
 *
 * <p>What cannot be judged is told apart from what is known to be clean: to take the one for the other would be worse than
 * not to look.
 */
public final class BundleScan {

    private final List<Component> unnamed = new ArrayList<>();
    private final Map<String, List<Named>> byName = new HashMap<>();
    private final Set<Ecosystem> known = EnumSet.noneOf(Ecosystem.class);
    private final Set<Finding> findings = new TreeSet<>();
    private final Set<Finding> undecided = new TreeSet<>();
    private long read;
    private String newest = "";

    private record Named(Component component, PackageName name) {}

    /**
     * A weakness of something in the bundle.
     *
     * @param id of the advisory
     * @param fixed the first version without it; empty where there is none yet
     */
    public record Finding(
            String id, List<String> aliases, String component, String version, Optional<String> fixed, String severity)
            implements Comparable<Finding> {

        public Finding {
            aliases = List.copyOf(aliases);
        }

        @Override
        public int compareTo(Finding other) {
            return Comparator.comparing(Finding::component)
                    .thenComparing(Finding::version)
                    .thenComparing(Finding::id)
                    .compare(this, other);
        }
    }

    /**
     * What came out of it.
     *
     * @param advisories how many were read
     * @param newest when the newest of them was changed; empty where none says so
     * @param undecided advisories that name a component, and only commits, which no version can be compared with
     * @param judged components for whose kind there was any advisory at all
     * @param withoutData components for which there was none, so that nothing is known of them
     */
    public record Report(
            long advisories,
            String newest,
            List<Finding> findings,
            List<Finding> undecided,
            int judged,
            List<Component> withoutData) {

        public Report {
            findings = List.copyOf(findings);
            undecided = List.copyOf(undecided);
            withoutData = List.copyOf(withoutData);
        }
    }

    public BundleScan(List<Component> components) {
        for (Component component : components) {
            PackageName.of(component)
                    .ifPresentOrElse(
                            name -> byName.computeIfAbsent(name.name(), key -> new ArrayList<>())
                                    .add(new Named(component, name)),
                            () -> unnamed.add(component));
        }
    }

    /** Looks whether it is about something here. */
    void consider(Advisory advisory) {
        read++;
        if (advisory.modified().compareTo(newest) > 0) {
            newest = advisory.modified();
        }
        for (Advisory.Affected affected : advisory.affected()) {
            known.add(affected.ecosystem());
            if (advisory.withdrawn()) {
                continue;
            }
            for (Named named : byName.getOrDefault(affected.name(), List.of())) {
                if (affected.isAbout(named.name())) {
                    judge(advisory, affected, named);
                }
            }
        }
    }

    private void judge(Advisory advisory, Advisory.Affected affected, Named named) {
        String version = named.name().version();
        Finding finding = new Finding(
                advisory.id(),
                advisory.aliases(),
                named.component().label(),
                named.component().version(),
                affected.fixedAfter(version),
                advisory.severity());
        if (!affected.hasVersions()) {
            undecided.add(finding);
        } else if (affected.covers(version)) {
            findings.add(finding);
        }
    }

    Report report() {
        List<Component> withoutData = new ArrayList<>(unnamed);
        int judged = 0;
        for (List<Named> all : byName.values()) {
            for (Named named : all) {
                if (known.contains(named.name().ecosystem())) {
                    judged++;
                } else {
                    withoutData.add(named.component());
                }
            }
        }
        withoutData.sort(Comparator.comparing(Component::label).thenComparing(Component::version));
        return new Report(read, newest, List.copyOf(findings), List.copyOf(undecided), judged, withoutData);
    }
}
