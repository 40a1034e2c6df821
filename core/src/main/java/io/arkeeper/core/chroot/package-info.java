/** Paths that the leader creates for clients that keep to a chroot. */
package io.arkeeper.core.chroot;
