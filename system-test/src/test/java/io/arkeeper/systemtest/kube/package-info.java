/** The chart on a real cluster, by kubectl and Helm as people have them. Runs where KUBECONFIG is set. */
package io.arkeeper.systemtest.kube;
