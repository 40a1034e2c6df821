/** Brings the image of a bundle into the container runtime of this machine. */
package io.arkeeper.bundle.load;
