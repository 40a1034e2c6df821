/**
 * The values every other module speaks in: members, names, ports, timings, the ensemble's configuration, what a disk
 * says. Immutable, JDK only, no I/O.
 */
package io.arkeeper.core;
