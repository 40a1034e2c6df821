/** Programs that measure, started by {@code make bench}; never part of the tests. */
package io.arkeeper.systemtest.bench;
