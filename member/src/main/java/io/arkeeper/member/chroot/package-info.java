/** The leader creates the paths that the chart names. */
package io.arkeeper.member.chroot;
