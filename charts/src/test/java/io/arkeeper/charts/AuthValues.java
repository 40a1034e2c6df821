package io.arkeeper.charts;

import static io.arkeeper.charts.Example.CONFIG;
import static io.arkeeper.charts.Example.CONTAINER;
import static io.arkeeper.charts.Example.POD;
import static io.arkeeper.charts.Example.TEST;
import static io.arkeeper.charts.Example.example;

import java.util.stream.Stream;

/** Values of who may come. */
final class AuthValues {

    private static final String USERS = "auth: {users: {existingSecret: people}%s}";
    private static final String KERBEROS =
            "auth: {kerberos: {keytabSecret: %s, principal: zookeeper/%s@EXAMPLE.COM, krb5Conf: '%s'}}";
    private static final String QUORUM = "auth: {quorum: {existingSecret: %s, user: %s, mode: %s}}";
    private static final String TMP = "{\"name\":\"tmp\",\"mountPath\":\"/tmp\"}";

    private AuthValues() {}

    /** A Secret is mounted before the last of the mounts, and its volume is before the last of the volumes. */
    private static String mounted(String name, String secret) {
        return CONTAINER + "volumeMounts[3].name: tmp -> auth-" + name + "\n"
                + CONTAINER + "volumeMounts[3].mountPath: /tmp -> /etc/arkeeper-auth/" + name + "\n"
                + CONTAINER + "volumeMounts[3].readOnly: absent -> true\n"
                + CONTAINER + "volumeMounts[4]: absent -> " + TMP + "\n"
                + POD + "volumes[2].name: tmp -> auth-" + name + "\n"
                + POD + "volumes[2].secret: absent -> {\"secretName\":\"" + secret + "\",\"defaultMode\":288}\n"
                + POD + "volumes[2].emptyDir: {} -> absent\n"
                + POD + "volumes[3]: absent -> {\"name\":\"tmp\",\"emptyDir\":{}}";
    }

    private static String told(int index, String name, String value) {
        return CONTAINER + "env[%d]: absent -> {\"name\":\"%s\",\"value\":\"%s\"}".formatted(index, name, value);
    }

    static Stream<Example> examples() {
        return Stream.of(
                example(
                        "auth.users.existingSecret",
                        USERS.formatted(""),
                        told(6, "ARKEEPER_AUTH_USERS", "/etc/arkeeper-auth/users"),
                        mounted("users", "people"),
                        TEST
                                + "spec.containers[0].env: absent -> [{\"name\":\"ARKEEPER_AUTH_USERS\",\"value\":\"/etc/arkeeper-auth/users\"}]",
                        TEST + "spec.containers[0].volumeMounts[0].name: tmp -> auth-users",
                        TEST + "spec.containers[0].volumeMounts[0].mountPath: /tmp -> /etc/arkeeper-auth/users",
                        TEST + "spec.containers[0].volumeMounts[0].readOnly: absent -> true",
                        TEST + "spec.containers[0].volumeMounts[1]: absent -> " + TMP,
                        TEST + "spec.volumes[0].name: tmp -> auth-users",
                        TEST + "spec.volumes[0].secret: absent -> {\"secretName\":\"people\",\"defaultMode\":288}",
                        TEST + "spec.volumes[0].emptyDir: {} -> absent",
                        TEST + "spec.volumes[1]: absent -> {\"name\":\"tmp\",\"emptyDir\":{}}"),
                example("auth.required", USERS.formatted(", required: true"), told(7, "ARKEEPER_AUTH_REQUIRED", "true"))
                        .from(USERS.formatted("")),
                example(
                                "auth.rootAcl",
                                USERS.formatted(", rootAcl: ['sasl:admin:cdrwa', 'world:anyone:r']"),
                                CONFIG
                                        + "data[chroots.properties]: absent -> {\"/\":\"sasl:admin:cdrwa; world:anyone:r\"}")
                        .from(USERS.formatted("")),
                example(
                                "auth.kerberos.keytabSecret",
                                KERBEROS.formatted("others", "_HOST", "[libdefaults]"),
                                POD + "volumes[2].secret.secretName: keys -> others")
                        .from(KERBEROS.formatted("keys", "_HOST", "[libdefaults]")),
                example(
                                "auth.kerberos.principal",
                                KERBEROS.formatted("keys", "zk.example.com", "[libdefaults]"),
                                CONTAINER
                                        + "env[7].value: zookeeper/_HOST@EXAMPLE.COM -> zookeeper/zk.example.com@EXAMPLE.COM")
                        .from(KERBEROS.formatted("keys", "_HOST", "[libdefaults]")),
                example(
                                "auth.kerberos.krb5Conf",
                                KERBEROS.formatted("keys", "_HOST", "[realms]"),
                                CONFIG + "data[krb5.conf]: [libdefaults] -> [realms]",
                                Example.STATEFUL_SET
                                        + "spec.template.metadata.annotations[arkeeper.io/config-checksum]: "
                                        + Example.checksum("[libdefaults]") + " -> " + Example.checksum("[realms]"))
                        .from(KERBEROS.formatted("keys", "_HOST", "[libdefaults]")),
                example(
                        "auth.quorum.existingSecret",
                        "auth: {quorum: {existingSecret: members}}",
                        told(6, "ARKEEPER_AUTH_QUORUM", "/etc/arkeeper-auth/quorum"),
                        told(7, "ARKEEPER_AUTH_QUORUM_USER", "member"),
                        told(8, "ARKEEPER_AUTH_QUORUM_MODE", "require"),
                        mounted("quorum", "members")),
                example(
                                "auth.quorum.user",
                                QUORUM.formatted("members", "m2", "require"),
                                CONTAINER + "env[7].value: member -> m2")
                        .from(QUORUM.formatted("members", "member", "require")),
                example(
                                "auth.quorum.mode",
                                QUORUM.formatted("members", "member", "offer"),
                                CONTAINER + "env[8].value: require -> offer")
                        .from(QUORUM.formatted("members", "member", "require")),
                example(
                                "test.user",
                                USERS.formatted("") + "\ntest: {user: probe}",
                                TEST
                                        + "spec.containers[0].env[1]: absent -> {\"name\":\"ARKEEPER_AUTH_USER\",\"value\":\"probe\"}")
                        .from(USERS.formatted("")));
    }
}
