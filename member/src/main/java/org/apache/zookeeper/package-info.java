/** What has to be beside ZooKeeper's own command line, because its words are visible nowhere else. */
package org.apache.zookeeper;
