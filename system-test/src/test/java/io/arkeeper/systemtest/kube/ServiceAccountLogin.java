package io.arkeeper.systemtest.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The cluster as a service account sees it. */
record ServiceAccountLogin(String server, String authority, String token) {

    static ServiceAccountLogin of(Namespace namespace, String account) {
        return new ServiceAccountLogin(
                current("{.clusters[0].cluster.server}"),
                current("{.clusters[0].cluster.certificate-authority-data}"),
                namespace.kubectl("create", "token", account).strip());
    }

    private static String current(String path) {
        return Cluster.require()
                .kubectl("config", "view", "--raw", "--flatten", "--minify", "-o", "jsonpath=" + path)
                .strip();
    }

    /** Calls with a kubeconfig that is gone afterwards. */
    Program.Ended run(Function<String, Program.Ended> command) {
        try {
            Path file = Files.createTempFile("kubeconfig", ".yaml");
            try {
                Files.writeString(file, """
                        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}]
                        users: [{name: u, user: {token: "%s"}}]
                        contexts: [{name: account, context: {cluster: c, user: u}}]
                        current-context: account
                        """.formatted(server, authority, token));
                return command.apply(file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
