package io.arkeeper.cli.kube.preflight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A right that a command needs in the namespace.
 *
 * @param use the first command that needs it
 * @param resource as in {@code statefulsets.apps} or {@code pods/exec}
 */
public record Right(Use use, String verb, String resource) {

    /** What a right is needed for, in the order of an ensemble's life. */
    public enum Use {
        INSTALL("install"),
        STATUS("status"),
        UPGRADE("upgrade"),
        ROLL("roll"),
        DRILL("drill"),
        ZK("zk"),
        UNINSTALL("uninstall");

        private final String command;

        Use(String command) {
            this.command = command;
        }

        public String command() {
            return command;
        }
    }

    /**
     * All that this program's commands need.
     *
     * @param made resources of the objects that the chart renders
     */
    public static List<Right> needed(Collection<String> made) {
        List<Right> rights = new ArrayList<>();
        Set<String> kept = new LinkedHashSet<>(made);
        kept.add("secrets"); // Helm's own records
        kept.forEach(resource -> {
            rights.add(new Right(Use.INSTALL, "create", resource));
            rights.add(new Right(Use.INSTALL, "get", resource)); // Helm looks before it makes anything
            rights.add(new Right(Use.UPGRADE, "patch", resource));
            rights.add(new Right(Use.UPGRADE, "delete", resource));
        });
        rights.add(new Right(Use.INSTALL, "list", "secrets"));
        rights.add(new Right(Use.INSTALL, "update", "secrets"));
        for (String watched : List.of("statefulsets.apps", "pods", "persistentvolumeclaims", "events")) {
            rights.add(new Right(Use.INSTALL, "list", watched));
        }
        rights.add(new Right(Use.INSTALL, "create", "pods/portforward")); // by which members are asked
        rights.add(new Right(Use.STATUS, "list", "poddisruptionbudgets.policy"));
        rights.add(new Right(Use.UPGRADE, "delete", "pods")); // those of an earlier revision that cannot come up
        rights.add(new Right(Use.ROLL, "patch", "statefulsets.apps"));
        rights.add(new Right(Use.ROLL, "create", "pods/eviction"));
        rights.add(new Right(Use.DRILL, "delete", "pods"));
        rights.add(new Right(Use.ZK, "create", "pods/exec"));
        rights.add(new Right(Use.UNINSTALL, "delete", "persistentvolumeclaims"));
        return rights;
    }
}
