/** The member's HTTP servers: what everybody may read, and what only the pod itself may change. */
package io.arkeeper.member.http;
