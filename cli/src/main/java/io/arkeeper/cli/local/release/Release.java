package io.arkeeper.cli.local.release;

import io.arkeeper.core.MemberId;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
 * @param statefulSet the name of the voters' StatefulSet; its pods are called after it
 * @param replicas how many voters there are
 * @param headlessService the Service that gives each pod its DNS name
 * @param services all Services, that one included
 * @param configMaps entries by file name, by ConfigMap
 * @param minAvailable of the voters' PodDisruptionBudget, if one was rendered
 * @param observers the members that never vote, if there are any
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
        Optional<Integer> minAvailable,
        Optional<Observers> observers) {

    private static final String MEMBER_PROPERTIES = "member.properties";

    /** The observers' StatefulSet. */
    public record Observers(String statefulSet, int replicas, PodTemplate template) {

        private List<MemberId> ids() {
            return IntStream.range(0, replicas).mapToObj(MemberId::ofObserver).toList();
        }
    }

    /** Voters first. */
    public List<String> pods() {
        List<String> pods = new ArrayList<>(voters());
        observers.ifPresent(set -> set.ids().forEach(id -> pods.add(set.statefulSet() + "-" + id.ordinal())));
        return pods;
    }

    public List<String> voters() {
        return IntStream.range(0, replicas)
                .mapToObj(ordinal -> statefulSet + "-" + ordinal)
                .toList();
    }

    /** The id of one of {@link #pods()}. */
    public MemberId id(String pod) {
        int ordinal = Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
        return isObserver(pod) ? MemberId.ofObserver(ordinal) : MemberId.ofOrdinal(ordinal);
    }

    /** What one of {@link #pods()} is made from. */
    public PodTemplate template(String pod) {
        return observers.filter(set -> isObserver(pod)).map(Observers::template).orElse(template);
    }

    private boolean isObserver(String pod) {
        return !voters().contains(pod);
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
