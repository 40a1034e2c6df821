/**
 * Ensembles in a Kubernetes cluster. What to do is decided in pure code from a {@link io.arkeeper.cli.kube.Snapshot};
 * only {@link io.arkeeper.cli.kube.Cluster} and its one implementation talk to an API server.
 */
package io.arkeeper.cli.kube;
