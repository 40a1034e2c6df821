package io.arkeeper.cli.kube.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.tls.TlsMaterial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Judges the Secret that members are to take their TLS from, as they would judge it themselves. */
public final class TlsSecretCheck {

    private static final String SUBJECT = "tls";

    private final Manifest manifest;
    private final Requirements needs;
    private final String namespace;

    private TlsSecretCheck(Manifest manifest, Requirements needs, String namespace) {
        this.manifest = manifest;
        this.needs = needs;
        this.namespace = namespace;
    }

    /** Empty where TLS is not enabled. */
    public static Optional<Check> of(
            Manifest manifest, Requirements needs, Cluster cluster, String namespace, Instant now) {
        return new TlsSecretCheck(manifest, needs, namespace).check(cluster, now);
    }

    private Optional<Check> check(Cluster cluster, Instant now) {
        Tree set = manifest.statefulSet().orElseThrow();
        Tree pod = set.tree("spec").tree("template").tree("spec");
        boolean enabled = pod.trees("containers").getFirst().trees("env").stream()
                .anyMatch(variable -> variable.text("name").equals(Optional.of("ARKEEPER_TLS_ENABLED")));
        Optional<String> secret = pod.trees("volumes").stream()
                .filter(volume -> volume.text("name").equals(Optional.of(SUBJECT)))
                .findFirst()
                .map(volume -> volume.tree("secret").requiredText("secretName"));
        if (!enabled || secret.isEmpty()) {
            return Optional.empty();
        }
        String name = secret.get();
        if (manifest.ofKind("Secret").stream().anyMatch(made -> isCalled(made, name))) {
            return Optional.of(new Ok(SUBJECT, "the chart makes the certificates"));
        }
        if (manifest.ofKind("Certificate").stream()
                .anyMatch(made -> made.tree("spec").text("secretName").equals(Optional.of(name)))) {
            return Optional.of(new Ok(SUBJECT, "cert-manager is asked for the certificate"));
        }
        return Optional.of(judge(cluster, name, hosts(), now));
    }

    private static boolean isCalled(Tree object, String name) {
        return object.tree("metadata").text("name").equals(Optional.of(name));
    }

    private List<String> hosts() {
        List<String> hosts = new ArrayList<>(MemberNames.of(manifest, namespace));
        hosts.add("%s.%s".formatted(needs.statefulSet(), MemberNames.domain(manifest, namespace)));
        return hosts;
    }

    private Check judge(Cluster cluster, String name, List<String> hosts, Instant now) {
        try {
            Optional<Tree> secret = cluster.get("/api/v1/namespaces/%s/secrets/%s".formatted(namespace, name));
            return secret.map(found -> judge(name, found.textsByKey("data"), hosts, now))
                    .orElseGet(() -> new Fail(
                            SUBJECT,
                            "there is no Secret %s, members wait for it; make it with the keys tls.crt, tls.key and ca.crt"
                                    .formatted(name)));
        } catch (ClusterFailure e) {
            if (e.kind() == ClusterFailure.Kind.FORBIDDEN) {
                return new Warn(SUBJECT, "you may not read Secret %s, so it cannot be judged".formatted(name));
            }
            throw e;
        }
    }

    private static Check judge(String name, Map<String, String> data, List<String> hosts, Instant now) {
        try {
            Function<String, String> text =
                    key -> new String(Base64.getDecoder().decode(data.getOrDefault(key, "")), UTF_8);
            TlsMaterial material = TlsMaterial.read(text.apply("tls.crt"), text.apply("tls.key"), text.apply("ca.crt"));
            List<String> problems = material.problems(hosts, now);
            if (!problems.isEmpty()) {
                return new Fail(SUBJECT, "Secret %s: %s".formatted(name, String.join("; and ", problems)));
            }
            return material.warning(now)
                    .<Check>map(warning -> new Warn(SUBJECT, "Secret %s: %s".formatted(name, warning)))
                    .orElseGet(() -> new Ok(
                            SUBJECT,
                            "Secret %s is good for all members until %s".formatted(name, material.validUntil())));
        } catch (InvalidSetting e) {
            return new Fail(SUBJECT, "Secret %s: %s".formatted(name, e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Fail(SUBJECT, "Secret %s is not base64; make it anew".formatted(name));
        }
    }
}
