/** A read-only registry straight from a bundle, so that nodes can pull where there is no registry at all. */
package io.arkeeper.bundle.serve;
