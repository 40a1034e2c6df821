package io.arkeeper.cli.kube.preflight;

/**
 * The name of an image, taken apart.
 *
 * @param host of its registry
 * @param reference a tag or a digest
 */
record ImageName(String host, String repository, String reference) {

    private static final String DOCKER = "docker.io";

    /** As container runtimes read it: without a registry it is Docker's. */
    static ImageName of(String image) {
        String full = full(image);
        String host = full.substring(0, full.indexOf('/'));
        String rest = full.substring(full.indexOf('/') + 1);
        int digest = rest.indexOf('@');
        if (digest > 0) {
            return new ImageName(host, rest.substring(0, digest), rest.substring(digest + 1));
        }
        int tag = rest.lastIndexOf(':');
        return tag > rest.lastIndexOf('/')
                ? new ImageName(host, rest.substring(0, tag), rest.substring(tag + 1))
                : new ImageName(host, rest, "latest");
    }

    /** Whether the name says in which registry the image is. */
    static boolean namesARegistry(String image) {
        String first = image.split("/", 2)[0];
        return image.contains("/") && (first.contains(".") || first.contains(":") || first.equals("localhost"));
    }

    /** As container runtimes write it: with a registry, and a digest instead of a tag where it has both. */
    static String full(String image) {
        String full = namesARegistry(image) ? image : DOCKER + "/" + (image.contains("/") ? image : "library/" + image);
        int digest = full.indexOf('@');
        int tag = full.lastIndexOf(':', digest < 0 ? full.length() : digest);
        boolean hasBoth = digest > 0 && tag > full.lastIndexOf('/', digest);
        return hasBoth ? full.substring(0, tag) + full.substring(digest) : full;
    }
}
