package io.arkeeper.cli.local;

import io.arkeeper.cli.local.release.Release;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The members' DNS: a hosts file for {@code -Djdk.net.hosts.file}, which the JVM reads anew at each lookup.
 *
 * <p>Every pod is known by its full name and the shortenings a pod's search domains allow; every Service by the
 * addresses of all pods.
 */
final class HostsFile {

    private HostsFile() {}

    /**
     * The file's text.
     *
     * @param addresses by pod, in the order in which they are to be answered
     * @param machine this machine's own name, which programs look up for their logs
     */
    static String text(Release release, String clusterDomain, Map<String, String> addresses, String machine) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("127.0.0.1 localhost " + machine);
        addresses.forEach((pod, address) -> {
            Set<String> names = new LinkedHashSet<>();
            names.addAll(names(release, clusterDomain, pod + "." + release.headlessService()));
            names.add(pod);
            for (String service : release.services()) {
                names.addAll(names(release, clusterDomain, service));
            }
            lines.add(address + " " + String.join(" ", names));
        });
        return lines.toString();
    }

    private static Set<String> names(Release release, String clusterDomain, String name) {
        String inNamespace = name + "." + release.namespace();
        Set<String> names = new LinkedHashSet<>();
        names.add(inNamespace + ".svc." + clusterDomain);
        names.add(inNamespace + ".svc");
        names.add(inNamespace);
        names.add(name);
        return names;
    }
}
