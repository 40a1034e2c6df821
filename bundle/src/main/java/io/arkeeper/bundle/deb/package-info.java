/** Debian packages without dpkg: read, and verified up to the archive's signature. */
package io.arkeeper.bundle.deb;
