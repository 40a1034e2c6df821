package io.arkeeper.cli.local.release;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a chart rendered, reduced to what runs.
 *
 * @param name the release's name
 * @param statefulSet the StatefulSet's name; its pods are called after it
 * @param headlessService the Service that gives each pod its DNS name
 * @param services all Services, that one included
 * @param configMaps entries by file name, by ConfigMap
 * @param minAvailable of the PodDisruptionBudget, if one was rendered
 */
public record Release(
        String name,
        String namespace,
        String statefulSet,
        int replicas,
        String headlessService,
        List<String> services,
        PodTemplate template,
        Map<String, Map<String, String>> configMaps,
        Optional<Integer> minAvailable) {

    private static final String MEMBER_PROPERTIES = "member.properties";

    public List<String> pods() {
        return IntStream.range(0, replicas)
                .mapToObj(ordinal -> statefulSet + "-" + ordinal)
                .toList();
    }

    /** The ordinal of one of {@link #pods()}. */
    public int ordinal(String pod) {
        return Integer.parseInt(pod.substring(statefulSet.length() + 1));
    }

    /** What the chart wrote for the member to read, from whichever ConfigMap holds it. */
    public Map<String, String> memberProperties() {
        Properties read = new Properties();
        for (Map<String, String> entries : configMaps.values()) {
            try {
                read.load(new StringReader(entries.getOrDefault(MEMBER_PROPERTIES, "")));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // a StringReader does not fail
            }
        }
        Map<String, String> found = new TreeMap<>();
        read.stringPropertyNames().forEach(key -> found.put(key, read.getProperty(key)));
        return found;
    }

    public String clusterDomain() {
        return memberProperties().getOrDefault("clusterDomain", "cluster.local");
    }
}
