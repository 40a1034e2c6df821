/** The one object of Kubernetes that a member may read: its own StatefulSet. */
package io.arkeeper.member.kubernetes;
