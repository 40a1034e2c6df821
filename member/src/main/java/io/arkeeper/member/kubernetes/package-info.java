/** What a member may do in Kubernetes: read the StatefulSets of its own release, and make Events where it is allowed to. */
package io.arkeeper.member.kubernetes;
