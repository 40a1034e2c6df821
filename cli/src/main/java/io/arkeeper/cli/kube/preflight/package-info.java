/** Whether a cluster can run an ensemble: requirements from the rendered chart, facts from the cluster, pure checks. */
package io.arkeeper.cli.kube.preflight;
