/** ZooKeeper's metrics and the JVM's as one Prometheus page. */
package io.arkeeper.member.metrics;
