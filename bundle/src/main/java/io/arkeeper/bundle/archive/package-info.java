/**
 * The bundle: image, chart, command, SBOM, lock, notes and signatures as one OCI layout in one file.
 *
 * <p>Start reading at {@code BundleFile}, or at docs/bundle-format.md.
 */
package io.arkeeper.bundle.archive;
