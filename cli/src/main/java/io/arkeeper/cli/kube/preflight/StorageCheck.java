package io.arkeeper.cli.kube.preflight;

import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.kube.preflight.ClusterFacts.StorageClass;
import io.arkeeper.cli.kube.preflight.Requirements.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says who makes the volumes. */
final class StorageCheck {

    private static final String SUBJECT = "storage";

    private StorageCheck() {}

    static Check of(Requirements needs, ClusterFacts facts) {
        if (facts.storageClasses().isEmpty()) {
            return new Warn(SUBJECT, "you may not list storage classes, so it is unknown who makes the volumes");
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
            if (chosen.isEmpty() && !new Claims(needs, facts.claims()).areAllBound(volume)) {
                String known = classes.isEmpty()
                        ? "there is none"
                        : "there is " + classes.stream().map(StorageClass::name).collect(Collectors.joining(", "));
                return new Fail(
                        SUBJECT,
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
        return new Ok(SUBJECT, found.isEmpty() ? "no volumes" : String.join("; ", found));
    }
}
