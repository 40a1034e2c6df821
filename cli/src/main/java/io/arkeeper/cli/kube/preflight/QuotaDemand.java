package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.ApiResource;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.Quantity;
import io.arkeeper.cli.local.release.Tree;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the rendered objects use of a quota, but for volumes.
 *
 * @param amounts by the names that quotas give to resources
 * @param unnamed resources of which some container names nothing: where a quota limits one, such pods are refused
 */
record QuotaDemand(Map<String, Quantity> amounts, Set<String> unnamed) {

    private static final List<String> COMPUTE = List.of("cpu", "memory", "ephemeral-storage");
    private static final String REQUESTS = "requests";
    private static final String LIMITS = "limits";

    static QuotaDemand of(Manifest manifest) {
        QuotaDemand demand = new QuotaDemand(new LinkedHashMap<>(), new TreeSet<>());
        manifest.ofKind("StatefulSet").forEach(demand::addPods);
        manifest.objects().values().forEach(demand::addObject);
        demand.add("secrets", 1); // Helm's record of the release
        demand.add("count/secrets", 1);
        return demand;
    }

    private void addPods(Tree set) {
        int replicas = set.tree("spec").number("replicas", 1);
        add("pods", replicas);
        add("count/pods", replicas);
        Tree pod = set.tree("spec").tree("template").tree("spec");
        for (String resource : COMPUTE) {
            Quantity requested = sum(pod, REQUESTS, resource).times(replicas);
            add(REQUESTS + "." + resource, requested);
            add(resource, requested);
            add(LIMITS + "." + resource, sum(pod, LIMITS, resource).times(replicas));
        }
    }

    private Quantity sum(Tree pod, String kind, String resource) {
        return pod.trees("containers").stream()
                .map(container -> amount(container, kind, resource))
                .reduce(Quantity.ZERO, Quantity::plus);
    }

    /** A limit alone is a request as well. */
    private Quantity amount(Tree container, String kind, String resource) {
        Tree resources = container.tree("resources");
        Optional<String> named = resources
                .tree(kind)
                .scalar(resource)
                .or(() -> kind.equals(REQUESTS) ? resources.tree(LIMITS).scalar(resource) : Optional.empty());
        if (named.isEmpty() && !resource.equals("ephemeral-storage")) {
            unnamed.add(kind + "." + resource);
            if (kind.equals(REQUESTS)) {
                unnamed.add(resource);
            }
        }
        return named.map(Quantity::of).orElse(Quantity.ZERO);
    }

    private void addObject(Tree object) {
        String resource = ApiResource.of(object).right();
        add("count/" + resource, 1);
        if (Set.of("services", "configmaps", "secrets").contains(resource)) {
            add(resource, 1);
        }
        if (resource.equals("services")) {
            addService(object.tree("spec"));
        }
    }

    private void addService(Tree spec) {
        String type = spec.text("type").orElse("ClusterIP");
        boolean isLoadBalancer = type.equals("LoadBalancer");
        if (isLoadBalancer) {
            add("services.loadbalancers", 1);
        }
        boolean takesNodePorts = type.equals("NodePort")
                || (isLoadBalancer
                        && !spec.text("allocateLoadBalancerNodePorts").equals(Optional.of("false")));
        if (takesNodePorts) {
            add("services.nodeports", spec.trees("ports").size());
        }
    }

    private void add(String resource, long count) {
        add(resource, new Quantity(BigDecimal.valueOf(count)));
    }

    private void add(String resource, Quantity amount) {
        amounts.merge(resource, amount, Quantity::plus);
    }

    /**
     * The same with claims that are still to be made.
     *
     * @param claims sizes by storage class; that of the default class where one is named
     */
    Map<String, Quantity> with(List<Map.Entry<Optional<String>, Quantity>> claims) {
        Map<String, Quantity> all = new LinkedHashMap<>(amounts);
        for (Map.Entry<Optional<String>, Quantity> claim : claims) {
            Quantity one = new Quantity(BigDecimal.ONE);
            Stream.of(
                            "",
                            claim.getKey()
                                    .map(name -> name + ".storageclass.storage.k8s.io/")
                                    .orElse(""))
                    .distinct()
                    .forEach(prefix -> {
                        all.merge(prefix + "requests.storage", claim.getValue(), Quantity::plus);
                        all.merge(prefix + "persistentvolumeclaims", one, Quantity::plus);
                    });
            all.merge("count/persistentvolumeclaims", one, Quantity::plus);
        }
        return all;
    }

    /** Whether amounts of a resource are bytes. */
    static boolean isBytes(String resource) {
        return resource.endsWith("memory") || resource.endsWith("storage");
    }

    /** What quotas of these limits refuse for want of a number. */
    List<String> unnamedIn(Map<String, String> hard) {
        return new TreeMap<>(hard).keySet().stream().filter(unnamed::contains).toList();
    }
}
