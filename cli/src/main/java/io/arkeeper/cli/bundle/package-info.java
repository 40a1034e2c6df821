/** {@code arkeeper bundle}: one file that crosses the gap, and what is done with it on both sides. */
package io.arkeeper.cli.bundle;
