/** The embedded ZooKeeper server. The only package that touches its quorum classes. */
package io.arkeeper.member.server;
