package io.arkeeper.bundle.oci;

import io.arkeeper.bundle.BundleFailure;
import java.util.regex.Pattern;

/**
 * The name an image is found by on a node, e.g. {@code arkeeper/zookeeper:3.9.5-0.1.0}.
 *
 * @param registry host with an optional port; Docker's own where a name has none, because that is how every container
 *     runtime completes it
 */
public record ImageName(String registry, String repository, String tag) {

    private static final String DEFAULT_REGISTRY = "docker.io";
    private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9]+([._/-]+[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    public ImageName {
        if (!REPOSITORY.matcher(repository).matches() || !TAG.matcher(tag).matches()) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "image name is '%s:%s', expected [REGISTRY/]REPOSITORY:TAG in lower case; use arkeeper/zookeeper:3.9.5-0.1.0"
                            .formatted(repository, tag));
        }
    }

    /** Reads {@code [REGISTRY/]REPOSITORY:TAG}. */
    public static ImageName parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? "" : text.substring(0, slash);
        boolean hasHost = host.contains(".") || host.contains(":") || host.equals("localhost");
        String rest = hasHost ? text.substring(slash + 1) : text;
        int colon = rest.lastIndexOf(':');
        String repository = colon < 0 ? rest : rest.substring(0, colon);
        String tag = colon < 0 ? "" : rest.substring(colon + 1);
        return new ImageName(hasHost ? host : DEFAULT_REGISTRY, repository, tag);
    }

    /** As containerd stores it. */
    public String full() {
        return registry + "/" + repository + ":" + tag;
    }

    /** As people write it and Docker shows it. */
    public String familiar() {
        return registry.equals(DEFAULT_REGISTRY) ? repository + ":" + tag : full();
    }
}
