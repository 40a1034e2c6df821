/**
 * Several real members on this machine, rendered from the chart and started as {@code arkeeper up} starts them, and
 * what happens to them in a bad week. Every test ends with the same question: is each acknowledged write still there?
 */
package io.arkeeper.systemtest;
