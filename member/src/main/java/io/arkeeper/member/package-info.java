/**
 * PID 1 of the pod: the process that proves its disk is its own, forms or joins the ensemble, runs the embedded
 * ZooKeeper server, answers probes truthfully and leaves in good order.
 */
package io.arkeeper.member;
