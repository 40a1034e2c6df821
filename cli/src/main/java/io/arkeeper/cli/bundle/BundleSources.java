package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.BundleFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What a bundle is made of, as the launcher of a checkout says in system properties; an unpacked distribution has no
 * member and no changelog.
 */
public record BundleSources(
        Optional<Path> member,
        Optional<Path> chart,
        Optional<Path> lib,
        Optional<Path> helm,
        Optional<Path> changelog) {

    public static BundleSources of(Properties properties) {
        return new BundleSources(
                path(properties, "arkeeper.member"),
                path(properties, "arkeeper.chart"),
                path(properties, "arkeeper.lib"),
                path(properties, "arkeeper.helm"),
                path(properties, "arkeeper.changelog"));
    }

    private static Optional<Path> path(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name)).map(Path::of).map(Path::toAbsolutePath);
    }

    static Path require(Optional<Path> source) {
        return source.orElseThrow(() -> new BundleFailure(
                BundleFailure.Kind.ENVIRONMENT,
                "this program came out of a bundle and cannot make one; use ./arkeeper of a checkout"));
    }
}
