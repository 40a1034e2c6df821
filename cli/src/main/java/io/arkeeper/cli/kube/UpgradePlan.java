package io.arkeeper.cli.kube;

import io.arkeeper.cli.kube.ChartSecrets.Renewal;
import io.arkeeper.cli.kube.TreeDiff.Change;
import io.arkeeper.cli.local.release.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What an upgrade would do, before it does it.
 *
 * @param objects changes by {@code Kind/name}
 * @param added objects that will be made
 * @param removed objects that will be deleted
 * @param restarts pods that will be restarted, in that order; observers are by themselves
 * @param scaling from how many voters to how many, where that changes
 * @param observers the same of observers
 * @param renewals certificates that the chart makes anew
 * @param refusals why it cannot work; nothing is done then
 */
public record UpgradePlan(
        Map<String, List<Change>> objects,
        List<String> added,
        List<String> removed,
        List<String> restarts,
        Optional<Scaling> scaling,
        Optional<Scaling> observers,
        List<Renewal> renewals,
        List<String> refusals) {

    /** A change of the number of members. */
    public record Scaling(int from, int to) {}

    /**
     * Compares what was rendered.
     *
     * @param renewals see {@link ChartSecrets}
     * @param hasFormed whether the members know each other, or may
     */
    public static UpgradePlan of(Manifest before, Manifest after, List<Renewal> renewals, boolean hasFormed) {
        Map<String, List<Change>> objects = new TreeMap<>();
        before.objects()
                .forEach((id, object) -> Optional.ofNullable(after.objects().get(id))
                        .filter(other -> !isSecret(other))
                        .map(other -> TreeDiff.between(object.asMap(), other.asMap()))
                        .filter(changes -> !changes.isEmpty())
                        .ifPresent(changes -> objects.put(id, changes)));
        List<String> added = only(after, before);
        List<String> removed = only(before, after);
        Optional<Tree> oldSet = before.statefulSet();
        Optional<Tree> newSet = after.statefulSet();
        List<String> restarts = new ArrayList<>(restarts(oldSet, newSet));
        restarts.addAll(restarts(before.observers(), after.observers()));
        List<String> refusals = new ArrayList<>(refusals(oldSet, newSet));
        if (refusals.isEmpty()) {
            refusals.addAll(refusals(before.observers(), after.observers()));
        }
        if (hasFormed) {
            refusals.addAll(FixedAddresses.refusals(before, after));
        }
        return new UpgradePlan(
                objects,
                added,
                removed,
                List.copyOf(restarts),
                scaling(replicas(oldSet), replicas(newSet)).filter(change -> oldSet.isPresent() && newSet.isPresent()),
                scaling(replicas(before.observers()), replicas(after.observers())),
                List.copyOf(renewals),
                List.copyOf(refusals));
    }

    /** The upgrade itself keeps those that are there, and what is in them is nobody's to read. */
    private static boolean isSecret(Tree object) {
        return object.text("kind").filter("Secret"::equals).isPresent();
    }

    public boolean isEmpty() {
        return objects.isEmpty() && added.isEmpty() && removed.isEmpty() && renewals.isEmpty();
    }

    private static List<String> only(Manifest one, Manifest other) {
        return one.objects().keySet().stream()
                .filter(id -> !other.objects().containsKey(id))
                .toList();
    }

    /** Kubernetes replaces pods from the highest ordinal down, each when the one before is ready. */
    private static List<String> restarts(Optional<Tree> before, Optional<Tree> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return List.of();
        }
        Tree old = before.get().tree("spec");
        Tree young = after.get().tree("spec");
        boolean changes = !TreeDiff.between(
                        old.tree("template").asMap(), young.tree("template").asMap())
                .isEmpty();
        int kept = Math.min(old.number("replicas", 1), young.number("replicas", 1));
        return changes
                ? IntStream.rangeClosed(1, kept)
                        .mapToObj(i -> name(after.get()) + "-" + (kept - i))
                        .toList()
                : List.of();
    }

    private static Optional<Scaling> scaling(int from, int to) {
        return from == to ? Optional.empty() : Optional.of(new Scaling(from, to));
    }

    private static int replicas(Optional<Tree> set) {
        return set.map(found -> found.tree("spec").number("replicas", 1)).orElse(0);
    }

    private static String name(Tree object) {
        return object.tree("metadata").text("name").orElse("?");
    }

    private static List<String> refusals(Optional<Tree> before, Optional<Tree> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return List.of();
        }
        if (!name(before.get()).equals(name(after.get()))) {
            return List.of(("the ensemble would be called %s instead of %s: another name is another, empty ensemble;"
                            + " keep nameOverride and fullnameOverride as they are, or install a second release")
                    .formatted(name(after.get()), name(before.get())));
        }
        Tree old = before.get().tree("spec");
        Tree young = after.get().tree("spec");
        List<String> refusals = new ArrayList<>(volumes(old, young));
        for (String field : List.of("serviceName", "podManagementPolicy", "selector")) {
            TreeDiff.between(old.asMap().get(field), young.asMap().get(field)).stream()
                    .map(change -> "%s%s is %s and would become %s, which Kubernetes never allows; keep it as it is"
                            .formatted(
                                    field,
                                    change.path().isEmpty() ? "" : "." + change.path(),
                                    change.before().orElse("nothing"),
                                    change.after().orElse("nothing")))
                    .forEach(refusals::add);
        }
        return refusals;
    }

    private static List<String> volumes(Tree old, Tree young) {
        Map<String, Tree> before = templates(old);
        Map<String, Tree> after = templates(young);
        List<String> refusals = new ArrayList<>();
        before.forEach((volume, template) -> Optional.ofNullable(after.get(volume))
                .ifPresentOrElse(
                        other -> refusals.addAll(volume(volume, template, other)),
                        () -> refusals.add("volume %s would be taken away, which Kubernetes does not do; keep it"
                                .formatted(volume))));
        after.keySet().stream()
                .filter(volume -> !before.containsKey(volume))
                .map(volume -> ("volume %s would be added, which Kubernetes does not do; install a second release and"
                                + " move over")
                        .formatted(volume))
                .forEach(refusals::add);
        return refusals;
    }

    private static List<String> volume(String volume, Tree before, Tree after) {
        List<String> refusals = new ArrayList<>();
        Quantity old = size(before);
        Quantity young = size(after);
        if (young.isLessThan(old)) {
            refusals.add(
                    "storage of %s is %s and would become %s: volumes never shrink; keep it, or install a second release"
                            .formatted(volume, old.asBytes(), young.asBytes()));
        } else if (old.isLessThan(young)) {
            refusals.add(
                    ("storage of %s is %s and would become %s, which Kubernetes does not do in a StatefulSet; where the"
                                    + " storage class allows it, edit the size in each volume claim instead")
                            .formatted(volume, old.asBytes(), young.asBytes()));
        }
        String oldClass = before.tree("spec").text("storageClassName").orElse("");
        String newClass = after.tree("spec").text("storageClassName").orElse("");
        if (!oldClass.equals(newClass)) {
            refusals.add(("storageClass of %s is '%s' and would become '%s', which Kubernetes never allows; keep it, or"
                            + " install a second release")
                    .formatted(volume, oldClass, newClass));
        }
        return refusals;
    }

    private static Quantity size(Tree template) {
        return Quantity.of(template.tree("spec")
                .tree("resources")
                .tree("requests")
                .text("storage")
                .orElse("0"));
    }

    private static Map<String, Tree> templates(Tree spec) {
        Map<String, Tree> templates = new LinkedHashMap<>();
        spec.trees("volumeClaimTemplates").forEach(template -> templates.put(name(template), template));
        return templates;
    }

    /** For people: every change, then what it means for the pods. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        objects.forEach((id, changes) -> {
            lines.add(id);
            changes.forEach(change -> lines.add("  " + change.line()));
        });
        added.forEach(id -> lines.add("+ " + id));
        removed.forEach(id -> lines.add("- " + id));
        renewals.forEach(renewal -> lines.add(renewal.line()));
        scaling.ifPresent(change -> lines.add("%d members become %d".formatted(change.from(), change.to())));
        observers.ifPresent(change -> lines.add("%d observers become %d".formatted(change.from(), change.to())));
        lines.add(restarts.isEmpty() ? "no pod restarts" : "restart one after another: " + String.join(", ", restarts));
        return lines;
    }
}
