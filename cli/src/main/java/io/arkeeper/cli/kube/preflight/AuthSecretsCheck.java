package io.arkeeper.cli.kube.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.cli.kube.Cluster;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.kube.preflight.Check.Fail;
import io.arkeeper.cli.kube.preflight.Check.Ok;
import io.arkeeper.cli.kube.preflight.Check.Warn;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.core.InvalidSettings;
import io.arkeeper.core.auth.Passwords;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges the Secrets with users and keys that members are to take, as they would judge them themselves. */
public final class AuthSecretsCheck {

    private static final String SUBJECT = "auth";
    private static final String VOLUME = "auth-";
    private static final String KEYTAB = "krb5.keytab";

    private final Cluster cluster;
    private final String namespace;
    private final Set<String> principals;

    private AuthSecretsCheck(Cluster cluster, String namespace, Set<String> principals) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.principals = principals;
    }

    /** One for each Secret. */
    public static List<Check> of(Manifest manifest, Cluster cluster, String namespace) {
        Tree pod = manifest.statefulSet()
                .orElseThrow()
                .tree("spec")
                .tree("template")
                .tree("spec");
        AuthSecretsCheck check = new AuthSecretsCheck(cluster, namespace, principals(manifest, pod, namespace));
        Optional<String> caller = variable(pod, "ARKEEPER_AUTH_QUORUM_USER");
        return pod.trees("volumes").stream()
                .filter(volume -> volume.requiredText("name").startsWith(VOLUME))
                .map(volume -> check.judge(
                        volume.requiredText("name").substring(VOLUME.length()),
                        volume.tree("secret").requiredText("secretName"),
                        caller))
                .toList();
    }

    private Check judge(String kind, String name, Optional<String> caller) {
        try {
            Optional<Tree> secret = cluster.get("/api/v1/namespaces/%s/secrets/%s".formatted(namespace, name));
            if (secret.isEmpty()) {
                return new Fail(
                        SUBJECT,
                        "there is no Secret %s, members wait for it; make it with %s"
                                .formatted(
                                        name,
                                        kind.equals("kerberos")
                                                ? "the key " + KEYTAB
                                                : "a key for each user, whose value is the password"));
            }
            Map<String, String> data = secret.get().textsByKey("data");
            return kind.equals("kerberos")
                    ? keytab(name, data)
                    : users(name, data, caller.filter(user -> kind.equals("quorum")));
        } catch (ClusterFailure e) {
            if (e.kind() == ClusterFailure.Kind.FORBIDDEN) {
                return new Warn(SUBJECT, "you may not read Secret %s, so it cannot be judged".formatted(name));
            }
            throw e;
        } catch (InvalidSettings e) {
            return new Fail(SUBJECT, "Secret %s: %s".formatted(name, String.join("; and ", e.problems())));
        } catch (IllegalArgumentException e) {
            return new Fail(SUBJECT, "Secret %s is not base64; make it anew".formatted(name));
        }
    }

    private static Check users(String name, Map<String, String> data, Optional<String> caller) {
        Map<String, String> entries = new TreeMap<>();
        data.forEach((user, value) ->
                entries.put(user, new String(Base64.getDecoder().decode(value), UTF_8)));
        Passwords passwords = Passwords.parse(entries);
        if (caller.filter(user -> !passwords.byUser().containsKey(user)).isPresent()) {
            return new Fail(
                    SUBJECT,
                    "Secret %s has no user %s, by which members are to call each other; add it or set auth.quorum.user"
                            .formatted(name, caller.get()));
        }
        return new Ok(
                SUBJECT,
                "Secret %s has users with passwords: %d"
                        .formatted(name, passwords.byUser().size()));
    }

    private Check keytab(String name, Map<String, String> data) {
        Optional<Keytab> keytab = Keytab.read(Base64.getDecoder().decode(data.getOrDefault(KEYTAB, "")));
        if (keytab.isEmpty()) {
            return new Fail(
                    SUBJECT,
                    "Secret %s has no keytab in its key %s; make it by kubectl create secret generic --from-file"
                            .formatted(name, KEYTAB));
        }
        List<String> missing = principals.stream()
                .filter(principal -> !keytab.get().principals().contains(principal))
                .toList();
        return missing.isEmpty()
                ? new Ok(SUBJECT, "the keytab of Secret %s has a key for every member".formatted(name))
                : new Fail(
                        SUBJECT,
                        "the keytab of Secret %s has no key for %s; it has %s: add the missing ones, or set auth.kerberos.principal"
                                .formatted(
                                        name,
                                        String.join(", ", missing),
                                        keytab.get().principals().isEmpty()
                                                ? "none"
                                                : String.join(", ", keytab.get().principals())));
    }

    /** Who members say they are, as they work it out themselves. */
    private static Set<String> principals(Manifest manifest, Tree pod, String namespace) {
        return variable(pod, "ARKEEPER_AUTH_PRINCIPAL").stream()
                .flatMap(principal -> MemberNames.of(manifest, namespace).stream()
                        .map(host -> principal.replace("/_HOST@", "/" + host.toLowerCase(Locale.ROOT) + "@")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Optional<String> variable(Tree pod, String name) {
        return pod.trees("containers").getFirst().trees("env").stream()
                .filter(variable -> variable.text("name").equals(Optional.of(name)))
                .findFirst()
                .flatMap(variable -> variable.text("value"));
    }
}
