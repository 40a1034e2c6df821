package io.arkeeper.bundle.oci;

/** What the bytes of a blob are; any name is possible, these are the ones we write. */
public record MediaType(String name) {

    public static final MediaType IMAGE_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    public static final MediaType IMAGE_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    public static final MediaType IMAGE_CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
    public static final MediaType LAYER_GZIP = new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
    public static final MediaType LAYER_PLAIN = new MediaType("application/vnd.oci.image.layer.v1.tar");
    public static final MediaType EMPTY = new MediaType("application/vnd.oci.empty.v1+json");

    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    /** Whether it lists manifests. Docker's older name has the same shape. */
    public boolean isIndex() {
        return equals(IMAGE_INDEX) || name.equals(DOCKER_LIST);
    }

    /** Whether it names a configuration and layers. Docker's older name has the same shape. */
    public boolean isManifest() {
        return equals(IMAGE_MANIFEST) || name.equals(DOCKER_MANIFEST);
    }

    /** OCI's name of a layer that has Docker's older one; the bytes are the same. */
    public MediaType inOci() {
        return name.equals(DOCKER_LAYER) ? LAYER_GZIP : this;
    }

    @Override
    public String toString() {
        return name;
    }
}
