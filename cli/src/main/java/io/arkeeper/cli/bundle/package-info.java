/** {@code arkeeper bundle}: one file with everything, made here and trusted there. */
package io.arkeeper.cli.bundle;
