package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.image.ImageRequest;
import java.nio.file.Path;

/**
 * What to make a bundle of.
 *
 * @param image how to build the image; its output is not written
 * @param commandLib the folder of the command's jars
 * @param helmLibrary Helm as a native library, unpacked
 * @param chart the chart's folder
 * @param changelog the file whose section for this version becomes the release notes
 */
public record BundleRequest(ImageRequest image, Path commandLib, Path helmLibrary, Path chart, Path changelog) {

    /** The same with another image. */
    public BundleRequest with(ImageRequest newImage) {
        return new BundleRequest(newImage, commandLib, helmLibrary, chart, changelog);
    }
}
