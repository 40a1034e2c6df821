/** The only objects of Kubernetes that a member may read: the StatefulSets of its own release. */
package io.arkeeper.member.kubernetes;
