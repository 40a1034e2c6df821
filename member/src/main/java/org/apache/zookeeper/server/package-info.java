/**
 * What ZooKeeper keeps to its own package and a member has to change: the number of a transaction that is none, and
 * how many connections with TLS one address may begin.
 */
package org.apache.zookeeper.server;
