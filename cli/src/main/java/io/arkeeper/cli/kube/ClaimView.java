package io.arkeeper.cli.kube;

import io.arkeeper.cli.local.release.Tree;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A volume claim of a member.
 *
 * @param phase Pending, Bound or Lost
 * @param storageClass empty where the cluster has chosen none
 * @param requested the size that was asked for
 */
public record ClaimView(
        String name,
        String phase,
        Optional<String> storageClass,
        Quantity requested,
        Instant createdAt,
        boolean deleting) {

    private static final Pattern ORDINAL = Pattern.compile(".*-([0-9]+)");

    public static ClaimView of(Tree claim) {
        Tree metadata = claim.tree("metadata");
        Tree spec = claim.tree("spec");
        return new ClaimView(
                metadata.requiredText("name"),
                claim.tree("status").text("phase").orElse("Pending"),
                spec.text("storageClassName"),
                Quantity.of(
                        spec.tree("resources").tree("requests").text("storage").orElse("0")),
                PodView.instant(metadata, "creationTimestamp").orElse(Instant.EPOCH),
                metadata.has("deletionTimestamp"));
    }

    public boolean isBound() {
        return phase.equals("Bound");
    }

    /** Whether it is the one of this pod: claims are called {@code TEMPLATE-POD}. */
    public boolean belongsTo(String pod) {
        return name.endsWith("-" + pod);
    }

    public int ordinal() {
        Matcher matcher = ORDINAL.matcher(name);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
