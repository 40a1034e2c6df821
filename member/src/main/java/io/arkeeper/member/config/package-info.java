/** The member's own configuration: two files of the ConfigMap and a few variables of the pod. */
package io.arkeeper.member.config;
