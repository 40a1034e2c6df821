package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Quota;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says whether quotas of the namespace leave enough. */
final class QuotaCheck {

    private static final String SUBJECT = "quota";

    private QuotaCheck() {}

    static Check of(Requirements needs, ClusterFacts facts) {
        if (facts.quotas().isEmpty()) {
            return new Warn(
                    SUBJECT,
                    "you may not list resource quotas, so it is unknown whether one leaves enough for the pods");
        }
        List<Quota> quotas = facts.quotas().get();
        if (quotas.isEmpty()) {
            return new Ok(SUBJECT, "none");
        }
        if (facts.release().filter(HelmRelease::isDeployed).isPresent()) {
            return new Ok(SUBJECT, "the release is within it already");
        }
        Map<String, Quantity> wanted = needs.quota().with(claimsToMake(needs, facts));
        List<String> missing = quotas.stream()
                .flatMap(quota -> wanted.entrySet().stream()
                        .flatMap(amount -> missing(quota, amount.getKey(), amount.getValue()).stream()))
                .toList();
        if (!missing.isEmpty()) {
            return new Fail(SUBJECT, "%s; raise the quota or ask for less".formatted(String.join("; ", missing)));
        }
        List<String> unnamed = quotas.stream()
                .flatMap(quota -> needs.quota().unnamedIn(quota.hard()).stream()
                        .map(resource -> "%s limits %s".formatted(quota.name(), resource)))
                .toList();
        return unnamed.isEmpty()
                ? new Ok(
                        SUBJECT,
                        "%s leaves enough"
                                .formatted(quotas.stream().map(Quota::name).collect(Collectors.joining(", "))))
                : new Warn(
                        SUBJECT,
                        "%s, and the pods name none: without a LimitRange that gives one they are refused; set it in resources"
                                .formatted(String.join(", ", unnamed)));
    }

    private static List<Map.Entry<Optional<String>, Quantity>> claimsToMake(Requirements needs, ClusterFacts facts) {
        Optional<String> usual = facts.storageClasses().orElse(List.of()).stream()
                .filter(StorageClass::isDefault)
                .map(StorageClass::name)
                .findFirst();
        Claims claims = new Claims(needs, facts.claims());
        return needs.volumes().stream()
                .flatMap(volume -> needs.pods().stream()
                        .filter(pod -> claims.of(volume, pod).isEmpty())
                        .map(pod -> Map.entry(volume.storageClass().or(() -> usual), volume.size())))
                .toList();
    }

    private static Optional<String> missing(Quota quota, String resource, Quantity wanted) {
        boolean isBytes = QuotaDemand.isBytes(resource);
        return quota.left(resource)
                .filter(left -> left.isLessThan(wanted))
                .map(left -> "%s leaves %s of %s, %s are needed"
                        .formatted(quota.name(), text(left, isBytes), resource, text(wanted, isBytes)));
    }

    private static String text(Quantity quantity, boolean isBytes) {
        return isBytes ? quantity.asBytes() : quantity.asCores();
    }
}
