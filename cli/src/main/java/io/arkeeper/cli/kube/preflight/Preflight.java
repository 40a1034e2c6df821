package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.ClaimView;
import io.arkeeper.cli.kube.HelmRelease;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Node;
import io.arkeeper.cli.kube.preflight.ClusterFacts.Quota;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import io.arkeeper.cli.kube.preflight.Requirements.Volume;
import io.arkeeper.cli.local.release.Tree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds what the chart needs against what the cluster has. */
public final class Preflight {

    private static final int OLDEST_MINOR = 27; // the chart's kubeVersion
    private static final Pattern VERSION = Pattern.compile("v?([0-9]+)\\.([0-9]+).*");
    private static final String ENFORCED = "pod-security.kubernetes.io/enforce";

    private final Requirements needs;
    private final ClusterFacts facts;
    private final boolean createsNamespace;

    private Preflight(Requirements needs, ClusterFacts facts, boolean createsNamespace) {
        this.needs = needs;
        this.facts = facts;
        this.createsNamespace = createsNamespace;
    }

    /** All checks, always the same ones in the same order. */
    public static List<Check> check(Requirements needs, ClusterFacts facts, boolean createsNamespace) {
        Preflight preflight = new Preflight(needs, facts, createsNamespace);
        return List.of(
                preflight.version(),
                preflight.rights(),
                preflight.namespace(),
                preflight.release(),
                preflight.nodes(),
                preflight.room(),
                preflight.storage(),
                preflight.claims(),
                preflight.quota(),
                preflight.podSecurity(),
                preflight.image(),
                preflight.dns());
    }

    private Check version() {
        String subject = "version";
        Matcher version = VERSION.matcher(facts.version());
        if (!version.matches()) {
            return new Warn(
                    subject,
                    "the cluster calls its version '%s'; 1.%d or newer is needed"
                            .formatted(facts.version(), OLDEST_MINOR));
        }
        boolean isOld = Integer.parseInt(version.group(1)) == 1 && Integer.parseInt(version.group(2)) < OLDEST_MINOR;
        return isOld
                ? new Fail(
                        subject,
                        "Kubernetes is %s, 1.%d or newer is needed; upgrade the cluster"
                                .formatted(facts.version(), OLDEST_MINOR))
                : new Ok(subject, "Kubernetes %s".formatted(facts.version()));
    }

    private Check rights() {
        String subject = "rights";
        return facts.missingRights().isEmpty()
                ? new Ok(subject, "you may do everything an installation needs")
                : new Fail(
                        subject,
                        "you may not %s in namespace %s; ask for a Role that allows it"
                                .formatted(String.join(", ", facts.missingRights()), facts.namespace()));
    }

    private Check namespace() {
        String subject = "namespace";
        if (facts.namespaceExists()) {
            return new Ok(subject, facts.namespace());
        }
        return createsNamespace
                ? new Ok(subject, "%s does not exist and will be created".formatted(facts.namespace()))
                : new Fail(
                        subject,
                        "%s does not exist; add --create-namespace, or choose another with -n"
                                .formatted(facts.namespace()));
    }

    private Check release() {
        String subject = "release";
        Optional<HelmRelease> release = facts.release();
        if (release.isEmpty()) {
            return new Ok(subject, "there is no %s yet".formatted(needs.name()));
        }
        return release.get()
                .trouble()
                .<Check>map(trouble -> new Warn(
                        subject, "%s is there. %s `install` cleans up and goes on".formatted(needs.name(), trouble)))
                .orElseGet(() -> new Ok(
                        subject,
                        "%s is installed, revision %d of %s"
                                .formatted(
                                        needs.name(),
                                        release.get().revision(),
                                        release.get().chart())));
    }

    private Check nodes() {
        String subject = "nodes";
        if (facts.nodes().isEmpty()) {
            return new Warn(subject, "you may not list nodes, so it is unknown whether there is one for each member");
        }
        List<Node> nodes = facts.nodes().get();
        List<Node> usable = usable();
        String others = nodes.stream()
                .filter(node -> !usable.contains(node))
                .map(node -> node.name() + " " + unusable(node).orElseThrow())
                .collect(Collectors.joining(", "));
        String sentence = "%d of %d nodes can take members%s"
                .formatted(usable.size(), nodes.size(), others.isEmpty() ? "" : " (" + others + ")");
        if (usable.size() >= needs.nodes()) {
            return new Ok(subject, sentence);
        }
        if (usable.isEmpty()) {
            return new Fail(subject, sentence + "; make a node available");
        }
        return needs.oneNodeEach()
                ? new Fail(
                        subject,
                        "%s, %s=%d with antiAffinity=hard need %d; add nodes or set antiAffinity=soft"
                                .formatted(
                                        sentence,
                                        needs.observers() > needs.servers() ? "observers" : "servers",
                                        needs.nodes(),
                                        needs.nodes()))
                : new Warn(
                        subject,
                        "%s, so members share nodes; the loss of one node may be the loss of the majority"
                                .formatted(sentence));
    }

    private List<Node> usable() {
        return facts.nodes().orElse(List.of()).stream()
                .filter(node -> unusable(node).isEmpty())
                .toList();
    }

    private Optional<String> unusable(Node node) {
        if (!node.ready()) {
            return Optional.of("is not ready");
        }
        if (node.cordoned()) {
            return Optional.of("is cordoned");
        }
        for (Map.Entry<String, String> label : needs.nodeSelector().entrySet()) {
            if (!label.getValue().equals(node.labels().get(label.getKey()))) {
                return Optional.of("has no label %s=%s".formatted(label.getKey(), label.getValue()));
            }
        }
        return node.taints().stream()
                .filter(taint -> !taint.text("effect").equals(Optional.of("PreferNoSchedule")))
                .filter(taint -> needs.tolerations().stream().noneMatch(toleration -> tolerates(toleration, taint)))
                .map(taint -> "has the taint " + taint.text("key").orElse("?"))
                .findFirst();
    }

    private static boolean tolerates(Tree toleration, Tree taint) {
        boolean sameEffect =
                !toleration.has("effect") || toleration.text("effect").equals(taint.text("effect"));
        boolean sameKey = !toleration.has("key") || toleration.text("key").equals(taint.text("key"));
        boolean anyValue = toleration.text("operator").equals(Optional.of("Exists"));
        boolean sameValue =
                toleration.text("value").orElse("").equals(taint.text("value").orElse(""));
        return sameEffect && sameKey && (anyValue || sameValue);
    }

    private Check room() {
        String subject = "cpu, memory";
        String each = "each member requests %s CPU and %s"
                .formatted(needs.cpu().asCores(), needs.memory().asBytes());
        List<Node> usable = usable();
        if (usable.isEmpty()) {
            return new Warn(subject, each + "; what is free on the nodes is unknown");
        }
        int places = usable.stream().mapToInt(this::places).sum();
        boolean isKnown = usable.stream().allMatch(node -> node.usedCpu().isPresent());
        if (places >= needs.members()) {
            return isKnown
                    ? new Ok(subject, "%s; there is room for %d".formatted(each, needs.members()))
                    : new Warn(subject, each + "; the nodes are large enough, but you may not see what is in use");
        }
        String largest = usable.stream()
                .map(node -> "%s has %s CPU and %s free"
                        .formatted(
                                node.name(),
                                free(node.cpu(), node.usedCpu()).asCores(),
                                free(node.memory(), node.usedMemory()).asBytes()))
                .collect(Collectors.joining(", "));
        return new Fail(
                subject,
                "%s, there is room for %d of %d (%s); lower resources.requests and heap, or add nodes"
                        .formatted(each, places, needs.members(), largest));
    }

    private int places(Node node) {
        Quantity cpu = free(node.cpu(), node.usedCpu());
        Quantity memory = free(node.memory(), node.usedMemory());
        int kinds = needs.observers() == 0 ? 1 : 2; // a voter and an observer may share a node
        int most = needs.oneNodeEach() ? kinds : needs.members();
        return (int) IntStream.rangeClosed(1, most)
                .filter(count -> !cpu.isLessThan(needs.cpu().times(count))
                        && !memory.isLessThan(needs.memory().times(count)))
                .count();
    }

    private static Quantity free(Quantity allocatable, Optional<Quantity> used) {
        return allocatable.minus(used.orElse(Quantity.ZERO));
    }

    private Check storage() {
        String subject = "storage";
        if (facts.storageClasses().isEmpty()) {
            return new Warn(subject, "you may not list storage classes, so it is unknown who makes the volumes");
        }
        List<StorageClass> classes = facts.storageClasses().get();
        List<String> found = new ArrayList<>();
        for (Volume volume : needs.volumes()) {
            Optional<StorageClass> chosen = volume.storageClass()
                    .map(name -> classes.stream()
                            .filter(known -> known.name().equals(name))
                            .findFirst())
                    .orElseGet(() ->
                            classes.stream().filter(StorageClass::isDefault).findFirst());
            if (chosen.isEmpty() && !allBound(volume)) {
                String known = classes.isEmpty()
                        ? "there is none"
                        : "there is " + classes.stream().map(StorageClass::name).collect(Collectors.joining(", "));
                return new Fail(
                        subject,
                        volume.storageClass()
                                .map(name -> "there is no storage class '%s'; %s".formatted(name, known))
                                .orElse("the cluster has no default storage class; set storageClass, " + known));
            }
            String size = volume.size().asBytes();
            found.add(chosen.map(use -> "%d × %s of class %s, bound %s"
                            .formatted(
                                    needs.members(),
                                    size,
                                    use.name(),
                                    use.bindsWhenFirstUsed() ? "where the pod is placed" : "before the pod is placed"))
                    .orElse("all volumes of %s are there".formatted(volume.template())));
        }
        return new Ok(subject, found.isEmpty() ? "no volumes" : String.join("; ", found));
    }

    private boolean allBound(Volume volume) {
        return needs.pods().stream()
                .allMatch(pod -> claim(volume, pod).filter(ClaimView::isBound).isPresent());
    }

    private Optional<ClaimView> claim(Volume volume, String pod) {
        return facts.claims().stream()
                .filter(claim -> claim.name().equals(needs.claim(volume, pod)))
                .findFirst();
    }

    private Check claims() {
        String subject = "claims";
        List<ClaimView> left = needs.volumes().stream()
                .flatMap(volume -> facts.claims().stream().filter(claim -> claim.name()
                        .matches(Pattern.quote(volume.template() + "-" + needs.statefulSet()) + "(-observer)?-[0-9]+")))
                .toList();
        if (left.isEmpty()) {
            return new Ok(subject, "none is left of an earlier release; the ensemble starts empty");
        }
        String names = left.stream().map(ClaimView::name).collect(Collectors.joining(", "));
        Optional<ClaimView> deleting = left.stream().filter(ClaimView::deleting).findFirst();
        if (deleting.isPresent()) {
            return new Fail(
                    subject,
                    "%s is being deleted; wait until it has gone"
                            .formatted(deleting.get().name()));
        }
        if (facts.release().filter(HelmRelease::isDeployed).isPresent()) {
            return new Ok(subject, names);
        }
        long members = left.stream()
                .filter(claim -> !claim.name().contains(needs.statefulSet() + "-observer-"))
                .map(ClaimView::ordinal)
                .filter(ordinal -> ordinal < needs.servers())
                .distinct()
                .count();
        int majority = needs.servers() / 2 + 1;
        if (members < majority) {
            return new Warn(
                    subject,
                    ("%s are left of an earlier release, for %d of %d members: no majority, so nobody may be elected;"
                                    + " restore the others, or delete these")
                            .formatted(names, members, needs.servers()));
        }
        Optional<ClaimView> other = left.stream()
                .filter(claim -> needs.volumes().stream()
                        .anyMatch(volume -> claim.name().startsWith(volume.template() + "-")
                                && claim.requested().compareTo(volume.size()) != 0))
                .findFirst();
        String kept = "%s are left of an earlier release: its data comes back".formatted(names);
        return other.<Check>map(claim -> new Warn(
                        subject,
                        "%s; they keep their size of %s"
                                .formatted(kept, claim.requested().asBytes())))
                .orElseGet(() -> new Warn(subject, kept + "; delete them first for an empty ensemble"));
    }

    private Check quota() {
        String subject = "quota";
        if (facts.quotas().isEmpty()) {
            return new Ok(subject, "none");
        }
        if (facts.release().filter(HelmRelease::isDeployed).isPresent()) {
            return new Ok(subject, "the release is within it already");
        }
        List<String> missing = new ArrayList<>();
        for (Quota quota : facts.quotas()) {
            limit(quota, "pods", new Quantity(BigDecimal.valueOf(needs.members())), false, missing);
            limit(quota, "requests.cpu", needs.cpu().times(needs.members()), false, missing);
            limit(quota, "cpu", needs.cpu().times(needs.members()), false, missing);
            limit(quota, "requests.memory", needs.memory().times(needs.members()), true, missing);
            limit(quota, "memory", needs.memory().times(needs.members()), true, missing);
            Quantity storage = needs.volumes().stream()
                    .filter(volume -> !allBound(volume))
                    .map(volume -> volume.size().times(needs.members()))
                    .reduce(Quantity.ZERO, Quantity::plus);
            limit(quota, "requests.storage", storage, true, missing);
        }
        String names = facts.quotas().stream().map(Quota::name).collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? new Ok(subject, "%s leaves enough".formatted(names))
                : new Fail(subject, "%s; raise the quota or ask for less".formatted(String.join("; ", missing)));
    }

    private static void limit(Quota quota, String resource, Quantity wanted, boolean isBytes, List<String> missing) {
        quota.left(resource)
                .filter(left -> left.isLessThan(wanted))
                .ifPresent(left -> missing.add("%s leaves %s of %s, %s are needed"
                        .formatted(quota.name(), text(left, isBytes), resource, text(wanted, isBytes))));
    }

    private static String text(Quantity quantity, boolean isBytes) {
        return isBytes ? quantity.asBytes() : quantity.asCores();
    }

    private Check podSecurity() {
        String subject = "pod security";
        String level = facts.namespaceLabels().getOrDefault(ENFORCED, "privileged");
        return level.equals("restricted") && !needs.podSecurityProblems().isEmpty()
                ? new Fail(
                        subject,
                        "the namespace enforces 'restricted', and %s; take these values away"
                                .formatted(String.join(", ", needs.podSecurityProblems())))
                : new Ok(subject, "the namespace enforces '%s', the pods comply".formatted(level));
    }

    private Check image() {
        String subject = "image";
        List<Node> usable = usable();
        List<String> without = usable.stream()
                .filter(node -> !node.images().contains(fullName(needs.image())))
                .map(Node::name)
                .toList();
        List<String> secrets = needs.pullSecrets().stream()
                .filter(secret -> !facts.secrets().contains(secret))
                .toList();
        if (!secrets.isEmpty()) {
            return new Fail(
                    subject,
                    "the pull secret %s is not in namespace %s; create it"
                            .formatted(String.join(", ", secrets), facts.namespace()));
        }
        if (!usable.isEmpty() && without.isEmpty() && !needs.pullPolicy().equals("Always")) {
            return new Ok(subject, "%s is on every node".formatted(needs.image()));
        }
        String registry = fullName(needs.image()).split("/", 2)[0];
        if (needs.pullPolicy().equals("Never")) {
            return new Fail(
                    subject,
                    "%s is not on %s and imagePullPolicy is Never; load it there"
                            .formatted(needs.image(), String.join(", ", without)));
        }
        String where =
                usable.isEmpty() || needs.pullPolicy().equals("Always") ? "every node" : String.join(", ", without);
        return new Warn(
                subject,
                "%s will be pulled on %s from %s, which cannot be checked from here; or load it onto the nodes first"
                        .formatted(needs.image(), where, registry));
    }

    /** As container runtimes write names: with a registry, by default Docker's. */
    static String fullName(String image) {
        String first = image.split("/", 2)[0];
        boolean hasRegistry =
                image.contains("/") && (first.contains(".") || first.contains(":") || first.equals("localhost"));
        String full = hasRegistry ? image : "docker.io/" + (image.contains("/") ? image : "library/" + image);
        int digest = full.indexOf('@');
        int tag = full.lastIndexOf(':', digest < 0 ? full.length() : digest);
        boolean hasBoth = digest > 0 && tag > full.lastIndexOf('/', digest);
        return hasBoth ? full.substring(0, tag) + full.substring(digest) : full;
    }

    private Check dns() {
        String subject = "dns";
        return facts.hasDns()
                .<Check>map(
                        there -> there
                                ? new Ok(subject, "kube-system has the Service kube-dns")
                                : new Warn(
                                        subject,
                                        "kube-system has no Service kube-dns; members find each other by DNS, make sure there is one"))
                .orElseGet(
                        () -> new Warn(subject, "you may not look into kube-system; members find each other by DNS"));
    }
}
