package io.arkeeper.bundle.advisory;

import io.arkeeper.bundle.oci.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A weakness somebody published, in the OSV format.
 *
 * @param aliases other names of it, such as its CVE number
 * @param severity a word or a CVSS vector, as its publisher has it; empty where he has none
 * @param modified when it was last changed; empty where that is not said
 */
record Advisory(
        String id, List<String> aliases, String severity, String modified, boolean withdrawn, List<Affected> affected) {

    Advisory {
        aliases = List.copyOf(aliases);
        affected = List.copyOf(affected);
    }

    /** A package it is about, of an ecosystem that is known here. */
    record Affected(Ecosystem ecosystem, String release, String name, List<String> versions, List<Range> ranges) {

        Affected {
            versions = List.copyOf(versions);
            ranges = List.copyOf(ranges);
        }

        /** Whether it can be told by a version; some tell by commits only. */
        boolean hasVersions() {
            return !versions.isEmpty() || !ranges.isEmpty();
        }

        boolean isAbout(PackageName name) {
            boolean sameRelease = release.isEmpty() || name.release().isEmpty() || release.equals(name.release());
            return ecosystem == name.ecosystem() && this.name.equals(name.name()) && sameRelease;
        }

        /** Whether this version has the weakness. */
        boolean covers(String version) {
            return versions.contains(version) || ranges.stream().anyMatch(range -> range.covers(ecosystem, version));
        }

        /** The first version above that has it no more. */
        Optional<String> fixedAfter(String version) {
            return ranges.stream()
                    .flatMap(range -> range.events().stream())
                    .filter(event -> event.kind() == EventKind.FIXED)
                    .map(Event::version)
                    .filter(fixed -> ecosystem.compare(fixed, version) > 0)
                    .min(ecosystem::compare);
        }
    }

    /** Where a weakness came and where it went; in any order, as the format has it. */
    record Range(List<Event> events) {

        Range {
            events = List.copyOf(events);
        }

        boolean covers(Ecosystem ecosystem, String version) {
            boolean covered = false;
            List<Event> inOrder = events.stream()
                    .sorted((one, other) -> one.compare(ecosystem, other))
                    .toList();
            for (Event event : inOrder) {
                int order = event.isBeginning() ? 1 : ecosystem.compare(version, event.version());
                covered = switch (event.kind()) {
                    case INTRODUCED -> covered || order >= 0;
                    case FIXED -> covered && order < 0;
                    case LAST_AFFECTED -> covered && order <= 0;
                };
            }
            return covered;
        }
    }

    /** What happens at a version. */
    enum EventKind {
        INTRODUCED("introduced"),
        FIXED("fixed"),
        LAST_AFFECTED("last_affected");

        private final String key;

        EventKind(String key) {
            this.key = key;
        }
    }

    /** One end of a range. */
    record Event(EventKind kind, String version) {

        /** The format's word for "always". */
        boolean isBeginning() {
            return kind == EventKind.INTRODUCED && version.equals("0");
        }

        int compare(Ecosystem ecosystem, Event other) {
            if (isBeginning() || other.isBeginning()) {
                return Boolean.compare(other.isBeginning(), isBeginning());
            }
            return ecosystem.compare(version, other.version);
        }
    }

    /** Reads one document; packages of other ecosystems are left out. */
    static Advisory read(String place, byte[] bytes) {
        JsonObject json = JsonObject.read(place, bytes);
        List<Affected> affected = new ArrayList<>();
        for (JsonObject one : json.objects("affected")) {
            one.optionalObject("package").flatMap(named -> affected(one, named)).ifPresent(affected::add);
        }
        return new Advisory(
                json.text("id"),
                json.texts("aliases"),
                severity(json),
                json.optionalText("modified").orElse(""),
                json.optionalText("withdrawn").isPresent(),
                affected);
    }

    private static Optional<Affected> affected(JsonObject json, JsonObject named) {
        String ecosystem = named.text("ecosystem");
        int colon = ecosystem.indexOf(':');
        return Ecosystem.of(ecosystem)
                .map(known -> new Affected(
                        known,
                        colon < 0 ? "" : ecosystem.substring(colon + 1),
                        named.text("name"),
                        json.texts("versions"),
                        json.objects("ranges").stream()
                                .filter(range -> !range.text("type").equals("GIT"))
                                .map(Advisory::range)
                                .toList()));
    }

    private static Range range(JsonObject json) {
        List<Event> events = new ArrayList<>();
        for (JsonObject event : json.objects("events")) {
            for (EventKind kind : EventKind.values()) {
                event.optionalText(kind.key).ifPresent(version -> events.add(new Event(kind, version)));
            }
        }
        return new Range(events);
    }

    private static String severity(JsonObject json) {
        Optional<String> word =
                json.optionalObject("database_specific").flatMap(specific -> specific.optionalText("severity"));
        return word.or(() -> json.objects("severity").stream()
                        .map(score -> score.text("score"))
                        .findFirst())
                .or(() -> json.objects("affected").stream()
                        .flatMap(one -> one.optionalObject("ecosystem_specific").stream())
                        .flatMap(specific -> specific.optionalText("urgency").stream())
                        .findFirst())
                .orElse("");
    }
}
