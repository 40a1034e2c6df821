/**
 * The life of one pod, decided in pure code: what the probes say, when a dead process is started again, when it is
 * killed. Time comes in as numbers; nothing here starts a process or opens a connection.
 */
package io.arkeeper.cli.local.pod;
