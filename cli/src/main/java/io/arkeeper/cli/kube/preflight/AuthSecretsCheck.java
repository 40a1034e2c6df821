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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Judges the Secrets with users and keys that members are to take, as they would judge them themselves. */
public final class AuthSecretsCheck {

    private static final String SUBJECT = "auth";
    private static final String VOLUME = "auth-";
    private static final String KEYTAB = "krb5.keytab";
    private static final byte KEYTAB_FORMAT = 0x05;

    private final Cluster cluster;
    private final String namespace;

    private AuthSecretsCheck(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** One for each Secret. */
    public static List<Check> of(Manifest manifest, Cluster cluster, String namespace) {
        AuthSecretsCheck check = new AuthSecretsCheck(cluster, namespace);
        Tree pod = manifest.statefulSet()
                .orElseThrow()
                .tree("spec")
                .tree("template")
                .tree("spec");
        Optional<String> caller = pod.trees("containers").getFirst().trees("env").stream()
                .filter(variable -> variable.text("name").equals(Optional.of("ARKEEPER_AUTH_QUORUM_USER")))
                .findFirst()
                .flatMap(variable -> variable.text("value"));
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

    private static Check keytab(String name, Map<String, String> data) {
        byte[] bytes = Base64.getDecoder().decode(data.getOrDefault(KEYTAB, ""));
        return bytes.length > 1 && bytes[0] == KEYTAB_FORMAT
                ? new Ok(SUBJECT, "Secret %s has a keytab".formatted(name))
                : new Fail(
                        SUBJECT,
                        "Secret %s has no keytab in its key %s; make it by kubectl create secret generic --from-file"
                                .formatted(name, KEYTAB));
    }
}
