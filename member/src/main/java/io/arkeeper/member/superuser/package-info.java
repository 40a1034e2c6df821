/** Administrators' sessions: tickets that are good once, and what is said of each session and its changes. */
package io.arkeeper.member.superuser;
