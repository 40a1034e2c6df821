package io.arkeeper.systemtest.bench;

/**
 * The most memory that a process has taken.
 *
 * @param residentMebibytes as the kernel counts it
 * @param heapMebibytes the JVM's heap in use, with what is garbage in it
 */
record Memory(double residentMebibytes, double heapMebibytes) {}
