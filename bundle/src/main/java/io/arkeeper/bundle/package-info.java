/** The image and the bundle: one OCI layout in one file, made and read without Docker and without a registry. */
package io.arkeeper.bundle;
