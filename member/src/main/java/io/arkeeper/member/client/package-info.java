/** A small program on the stock ZooKeeper client, for the CLI, which has none on its own class path. */
package io.arkeeper.member.client;
