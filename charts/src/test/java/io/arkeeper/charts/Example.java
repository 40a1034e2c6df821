package io.arkeeper.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One value of the chart, and what it changes.
 *
 * @param value its path
 * @param before values to start from, empty for the defaults
 * @param values the same with the value set
 * @param differences between the two renderings
 */
record Example(String value, String before, String values, List<String> differences) {

    static final String STATEFUL_SET = "StatefulSet/myzk-zookeeper ";
    static final String POD = STATEFUL_SET + "spec.template.spec.";
    static final String CONTAINER = POD + "containers[0].";
    static final String CLAIM = STATEFUL_SET + "spec.volumeClaimTemplates[0].spec.";
    static final String CLIENT_SERVICE = "Service/myzk-zookeeper ";
    static final String HEADLESS_SERVICE = "Service/myzk-zookeeper-headless ";
    static final String BUDGET = "PodDisruptionBudget/myzk-zookeeper ";
    static final String CONFIG = "ConfigMap/myzk-zookeeper ";
    static final String TEST = "Pod/myzk-zookeeper-test ";

    private static final String DEFAULT_CONFIG = """
            service=myzk-zookeeper-headless
            clusterDomain=cluster.local
            clientPort=2181
            serverPort=2888
            leaderElectionPort=3888
            httpPort=8080
            controlPort=8081
            tickTimeMs=2000
            initTicks=10
            syncTicks=5
            clientCnxns=60
            limits.connections=2000
            limits.requestBytes=1048575
            limits.outstandingRequests=1000
            limits.largeRequestBytes=104857600
            limits.sessionsPerSecond=1000
            limits.malformedPerSecond=20
            limits.words=srvr,mntr,ruok
            snapRetain=3
            purgeHours=1
            logLevel=INFO
            logFormat=text
            """;

    static Example example(String value, String values, String... differences) {
        return new Example(value, "", values, lines(differences));
    }

    /** The same example, but compared with other values than the defaults. */
    Example from(String otherBefore) {
        return new Example(value, otherBefore, values, differences);
    }

    private static List<String> lines(String... differences) {
        return Arrays.stream(differences).flatMap(String::lines).toList();
    }

    /** A changed line of member.properties, and the changed hash of the file that rolls the pods. */
    static String configured(String key, String before, String after) {
        String changed = DEFAULT_CONFIG.replace("\n" + key + "=" + before + "\n", "\n" + key + "=" + after + "\n");
        String step = key.contains(".") ? "[" + key + "]" : "." + key;
        return CONFIG + "data[member.properties]" + step + ": " + before + " -> " + after + "\n" + rolled(changed);
    }

    /** A new line at the end of member.properties, and the changed hash of the file that rolls the pods. */
    static String configuredToo(String line) {
        int equals = line.indexOf('=');
        String key = line.substring(0, equals);
        return CONFIG + "data[member.properties]" + (key.contains(".") ? "[" + key + "]" : "." + key) + ": absent -> "
                + line.substring(equals + 1) + "\n" + rolled(DEFAULT_CONFIG + line + "\n");
    }

    private static String rolled(String config) {
        return STATEFUL_SET + "spec.template.metadata.annotations[arkeeper.io/config-checksum]: "
                + sha256(DEFAULT_CONFIG) + " -> " + sha256(config);
    }

    /** The objects of a file below {@code optional}, which are not there by default. */
    static String added(String file) {
        try {
            Path path = Path.of("src/test/resources/optional").resolve(file);
            return new Manifest(Map.of())
                    .differencesTo(Manifest.parse(Files.readString(path))).stream()
                            .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash that rolls the pods, by default and with this krb5.conf. */
    static String checksum(String krb5Conf) {
        return sha256(DEFAULT_CONFIG + krb5Conf);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return value + " by " + values;
    }
}
