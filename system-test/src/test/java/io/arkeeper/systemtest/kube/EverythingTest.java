package io.arkeeper.systemtest.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each value of the chart is set to something else than its default by a test on a cluster, or it says here why not. */
final class EverythingTest {

    private static final Path CHART = Path.of("..", "charts", "zookeeper");

    /** The test that sets it, by the beginning of the value's path. */
    private static final Map<String, String> SET_BY = Map.ofEntries(
            Map.entry("servers", "ScaleIT"),
            Map.entry("tls.enabled", "TlsIT"),
            Map.entry("tls.plaintextClients", "TlsIT"),
            Map.entry("tls.selfSignedDays", "TlsIT"),
            Map.entry("auth.users.existingSecret", "AuthIT"),
            Map.entry("auth.required", "AdministratorIT"),
            Map.entry("auth.rootAcl", "AdministratorIT"),
            Map.entry("auth.kerberos.keytabSecret", "ClusterKerberosIT"),
            Map.entry("auth.kerberos.principal", "ClusterKerberosIT"),
            Map.entry("auth.kerberos.krb5Conf", "ClusterKerberosIT"),
            Map.entry("auth.quorum.existingSecret", "AuthIT"),
            Map.entry("auth.quorum.mode", "AuthIT"),
            Map.entry("test.user", "AuthIT"),
            Map.entry("clusterDomain", "ChartIT"),
            Map.entry("service.loadBalancerClass", "ChartIT"),
            Map.entry("service.loadBalancerSourceRanges", "ChartIT"),
            Map.entry("externalAccess.loadBalancerClass", "ChartIT"),
            Map.entry("externalAccess.loadBalancerSourceRanges", "ChartIT"),
            Map.entry("podMonitor.enabled", "ChartIT"),
            Map.entry("podMonitor.interval", "ChartIT"),
            Map.entry("podMonitor.scrapeTimeout", "ChartIT"),
            Map.entry("podMonitor.labels", "ChartIT"),
            Map.entry("serviceMonitor.enabled", "ChartIT"),
            Map.entry("serviceMonitor.interval", "ChartIT"),
            Map.entry("serviceMonitor.scrapeTimeout", "ChartIT"),
            Map.entry("serviceMonitor.labels", "ChartIT"),
            Map.entry("merge.podMonitor", "ChartIT"),
            Map.entry("merge.serviceMonitor", "ChartIT"),
            Map.entry("image.registry", "RealClusterIT"),
            Map.entry("image.tag", "RealClusterIT"),
            Map.entry("image.digest", "RegistryIT"));

    /** What no test on a cluster sets, and what it would take. */
    private static final Map<String, String> SET_BY_NONE = Map.ofEntries(
            Map.entry("image.repository", "a registry, or the image under another name on the nodes"),
            Map.entry("secureClientPort", "another port in TlsIT"),
            Map.entry("httpsPort", "another port in TlsIT"),
            Map.entry("tls.existingSecret", "a Secret that TlsIT makes"),
            Map.entry("tls.clientAuth", "a client without a certificate in TlsIT"),
            Map.entry("tls.selfSigned", "a Secret that TlsIT makes"),
            Map.entry("tls.selfSignedAuthority", "two upgrades more than ten minutes apart in TlsIT"),
            Map.entry("tls.extraNames", "a look at the certificate in TlsIT"),
            Map.entry("tls.certManager.issuerRef.name", "cert-manager"),
            Map.entry("tls.certManager.issuerRef.kind", "cert-manager"),
            Map.entry("tls.certManager.issuerRef.group", "cert-manager"),
            Map.entry("tls.certManager.duration", "cert-manager"),
            Map.entry("tls.certManager.renewBefore", "cert-manager"),
            Map.entry("merge.certificate", "cert-manager"),
            Map.entry("auth.quorum.user", "another name in AuthIT"),
            Map.entry("global", "it is Helm's own, and changes nothing"),
            Map.entry("enabled", "it is for a chart that has this one in it, and changes nothing"));

    @Test
    void everyValueIsSetOnACluster() throws IOException {
        Set<String> expected = new TreeSet<>(schemaLeaves());
        Set<String> set = new TreeSet<>(changed(Everything.VALUES));
        set.addAll(changed(Everything.EPHEMERAL));
        set.addAll(SET_BY.keySet());
        set.addAll(SET_BY_NONE.keySet());

        assertThat(set).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void noValueIsSaidToBeSetElsewhereThatIsSetHere() throws IOException {
        Set<String> here = new TreeSet<>(changed(Everything.VALUES));
        here.addAll(changed(Everything.EPHEMERAL));

        assertThat(here).doesNotContainAnyElementsOf(SET_BY.keySet()).doesNotContainAnyElementsOf(SET_BY_NONE.keySet());
        assertThat(SET_BY.keySet()).doesNotContainAnyElementsOf(SET_BY_NONE.keySet());
    }

    @Test
    void theTestsThatAreNamedSpeakOfTheValue() {
        SET_BY.forEach((value, test) -> assertThat(source(test))
                .as("%s, which is said to set %s", test, value)
                .contains(value.substring(value.lastIndexOf('.') + 1)));
    }

    private static String source(String test) {
        return Stream.of(
                        Path.of("src/test/java/io/arkeeper/systemtest/kube"),
                        Path.of("../cli/src/test/java/io/arkeeper/cli"))
                .map(directory -> directory.resolve(test + ".java"))
                .filter(Files::exists)
                .map(EverythingTest::read)
                .findFirst()
                .orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Those of the schema's values that these values set, to something else than the default. */
    private static Set<String> changed(String values) throws IOException {
        Object defaults = yaml(read(CHART.resolve("values.yaml")));
        Object given = yaml(values);
        Set<String> changed = new TreeSet<>();
        for (String leaf : schemaLeaves()) {
            Object now = at(given, leaf);
            if (now != NOTHING && !now.equals(at(defaults, leaf))) {
                changed.add(leaf);
            }
        }
        return changed;
    }

    private static final Object NOTHING = new Object();

    private static Object at(Object values, String path) {
        Object found = values;
        for (String key : path.split("\\.", -1)) {
            if (!(found instanceof Map<?, ?> map) || !map.containsKey(key)) {
                return NOTHING;
            }
            found = map.get(key);
        }
        return found;
    }

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static Set<String> schemaLeaves() throws IOException {
        Map<String, Object> schema = JSON.std.mapFrom(read(CHART.resolve("values.schema.json")));
        Map<String, Object> leaves = new TreeMap<>();
        collect("", schema, leaves);
        return leaves.keySet();
    }

    private static void collect(String path, Map<?, ?> schema, Map<String, Object> leaves) {
        if (schema.get("properties") instanceof Map<?, ?> children) {
            children.forEach((name, child) ->
                    collect(path.isEmpty() ? name.toString() : path + "." + name, (Map<?, ?>) child, leaves));
        } else {
            leaves.put(path, schema);
        }
    }
}
