package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.oci.BlobDirectory;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.ImageName;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a bundle is made of.
 *
 * @param blobs has the image and the command; the rest is put there
 * @param name of the image, which must be the one the chart asks for
 * @param index of the image
 * @param created the time of everything that has one
 * @param chart the chart's folder
 * @param command the command's layer
 * @param commandFolder the folder everything in it is in
 * @param sbom CycloneDX as JSON
 * @param notes Markdown
 */
public record BundleContent(
        BlobDirectory blobs,
        ImageName name,
        Descriptor index,
        String arkeeperVersion,
        String zooKeeperVersion,
        Instant created,
        Path chart,
        Descriptor command,
        String commandFolder,
        String sbom,
        String notes) {}
