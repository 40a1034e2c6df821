package io.arkeeper.systemtest.soak;

/** An acknowledged create of a sequential znode, with the number it got. */
record SequentialCreate(String parent, int number, long invoked, long returned) {}
