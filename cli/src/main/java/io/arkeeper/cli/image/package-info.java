/** {@code arkeeper image}: the image, without Docker and without a registry. */
package io.arkeeper.cli.image;
