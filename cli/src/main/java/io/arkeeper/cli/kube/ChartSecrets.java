package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The Secrets in which the chart keeps certificates that it makes itself. Each rendering makes others, so only what is
 * written on them tells whether they are for the same, and whether the next upgrade makes them anew.
 */
public final class ChartSecrets {

    private static final String WHAT = "arkeeper.io/tls";
    private static final String AUTHORITY = "authority";
    private static final String MEMBERS = "members";
    private static final String ISSUED_FOR = "arkeeper.io/issued-for";
    private static final String RENEW_AFTER = "arkeeper.io/renew-after";
    private static final String ISSUER = "arkeeper.io/authority"; // its number
    private static final String NEXT_ENDS = "arkeeper.io/authority-next-ends";
    /** When something was made or ends, which is another moment each time. */
    private static final List<String> MOMENTS =
            List.of(RENEW_AFTER, NEXT_ENDS, "arkeeper.io/authority-since", "arkeeper.io/authority-ends");

    private ChartSecrets() {}

    /**
     * A certificate that an upgrade makes anew.
     *
     * @param secret the name of its Secret
     */
    public record Renewal(String secret, String why) {

        String line() {
            return "~ Secret/%s: made anew, because %s".formatted(secret, why);
        }
    }

    /** Names of those of a release that are in the cluster. They stay when it is uninstalled. */
    public static List<String> namesOf(String release, String namespace, Cluster cluster) {
        return cluster
                .list("/api/v1/namespaces/%s/secrets?%s".formatted(namespace, SnapshotReader.selector(release)))
                .stream()
                .filter(secret -> annotation(secret, WHAT).isPresent())
                .map(ChartSecrets::name)
                .toList();
    }

    /** The name of the one that members mount, where it was rendered. */
    public static Optional<String> ofMembers(Manifest manifest) {
        return manifest.ofKind("Secret").stream()
                .filter(secret -> annotation(secret, WHAT).equals(Optional.of(MEMBERS)))
                .map(ChartSecrets::name)
                .findFirst();
    }

    /**
     * What the chart decides when it is upgraded, see its {@code secret-tls.yaml}.
     *
     * @param live the Secret of a name as it is in the cluster
     */
    public static List<Renewal> due(
            Manifest before, Manifest after, Function<String, Optional<Tree>> live, Instant now) {
        List<Tree> made = after.ofKind("Secret").stream()
                .filter(secret -> annotation(secret, WHAT).isPresent())
                .filter(secret -> before.objects().containsKey("Secret/" + name(secret)))
                .toList();
        Map<String, Tree> found = new LinkedHashMap<>();
        made.forEach(secret -> live.apply(name(secret)).ifPresent(there -> found.put(name(secret), there)));
        boolean hasAuthority =
                made.stream().filter(ChartSecrets::isAuthority).allMatch(secret -> found.containsKey(name(secret)));
        List<Renewal> due = new ArrayList<>();
        made.forEach(secret -> why(secret, Optional.ofNullable(found.get(name(secret))), hasAuthority, now)
                .ifPresent(why -> due.add(new Renewal(name(secret), why))));
        return due;
    }

    private static Optional<String> why(Tree wanted, Optional<Tree> there, boolean hasAuthority, Instant now) {
        if (there.isEmpty()) {
            return Optional.of("it is gone");
        }
        if (!hasAuthority) {
            return Optional.of("the authority is; give clients the new one");
        }
        String issuer = annotation(wanted, ISSUER).orElse("1");
        if (!annotation(there.get(), ISSUER).orElse("1").equals(issuer)) {
            return Optional.of("authority %s issues from now on".formatted(issuer));
        }
        if (isAuthority(wanted)) {
            return annotation(there.get(), NEXT_ENDS).isPresent()
                    ? Optional.empty()
                    : Optional.of("there is no next authority yet; give clients the ca.crt that has it");
        }
        if (!annotation(there.get(), ISSUED_FOR).equals(annotation(wanted, ISSUED_FOR))) {
            return Optional.of("other names or another number of days are wanted");
        }
        Instant due = renewAfter(there.get());
        return due.isAfter(now)
                ? Optional.empty()
                : Optional.of("two thirds of its life were over at %s".formatted(due));
    }

    private static Instant renewAfter(Tree secret) {
        try {
            return Instant.ofEpochSecond(
                    Long.parseLong(annotation(secret, RENEW_AFTER).orElse("0")));
        } catch (NumberFormatException | DateTimeException e) {
            return Instant.EPOCH; // edited by hand, so nobody knows
        }
    }

    private static boolean isAuthority(Tree secret) {
        return annotation(secret, WHAT).equals(Optional.of(AUTHORITY));
    }

    private static Optional<String> annotation(Tree object, String name) {
        return Optional.ofNullable(
                object.tree("metadata").textsByKey("annotations").get(name));
    }

    private static String name(Tree object) {
        return object.tree("metadata").requiredText("name");
    }

    /** What is the same each time the same values are rendered. */
    static Map<String, Object> withoutWhatDiffersEachTime(Tree secret) {
        Map<String, Object> metadata =
                new LinkedHashMap<>(secret.tree("metadata").asMap());
        Map<String, String> annotations = secret.tree("metadata").textsByKey("annotations");
        MOMENTS.forEach(annotations::remove);
        metadata.put("annotations", annotations);
        Map<String, Object> kept = new LinkedHashMap<>(secret.asMap());
        kept.remove("data");
        kept.put("metadata", metadata);
        return kept;
    }
}
