/** What members tell each other over HTTP before there is a quorum, and how they are asked. */
package io.arkeeper.member.peers;
