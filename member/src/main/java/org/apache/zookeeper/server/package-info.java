/** What ZooKeeper keeps to its own package and a member has to change: the number of a transaction that is none. */
package org.apache.zookeeper.server;
