/** Reads snapshots and transaction logs without changing or loading them: byte by byte, in a heap of a few megabytes. */
package io.arkeeper.member.database;
