package io.arkeeper.systemtest.kube;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many of a release's members were ready at any moment, by each change that Kubernetes told of. */
final class Readiness implements AutoCloseable {

    private final Begun watch;
    private final int members;

    private Readiness(Begun watch, int members) {
        this.watch = watch;
        this.members = members;
    }

    /** Begins to watch, and returns once it knows as many members as there are to be. */
    static Readiness of(Namespace namespace, String release, int members) {
        Readiness readiness = new Readiness(
                Begun.of(List.of(
                        "kubectl",
                        "-n",
                        namespace.name(),
                        "get",
                        "pods",
                        "-l",
                        "app.kubernetes.io/instance=" + release + ",app.kubernetes.io/component=server",
                        "--watch",
                        "-o",
                        "jsonpath={.metadata.name} {.status.conditions[?(@.type==\"Ready\")].status}{\"\\n\"}")),
                members);
        readiness.watch.awaitTold("(?:.*\\n){" + members + "}");
        return readiness;
    }

    /** The fewest that were ready at once, since all were known. */
    int fewest() {
        Map<String, Boolean> ready = new TreeMap<>();
        int fewest = members;
        String told = watch.told();
        String whole = told.substring(0, told.lastIndexOf('\n') + 1); // the last line may still be on its way
        for (String line : whole.lines().toList()) {
            String[] words = line.split(" ", -1);
            ready.put(words[0], words[1].equals("True"));
            if (ready.size() == members) {
                fewest = Math.min(
                        fewest,
                        Math.toIntExact(ready.values().stream()
                                .filter(Boolean::booleanValue)
                                .count()));
            }
        }
        return fewest;
    }

    @Override
    public void close() {
        watch.close();
    }
}
