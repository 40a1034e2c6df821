/** What ZooKeeper keeps to its own package and a member has to change: who may connect to the other members' ports. */
package org.apache.zookeeper.server.quorum;
