/**
 * Runs what Helm rendered as processes on loopback addresses: the cluster's part of the work, on one machine.
 *
 * <p>Used by {@code arkeeper up} and by the system tests. It prints nothing and knows no command line: it throws, and
 * tells its listener.
 */
package io.arkeeper.cli.local;
