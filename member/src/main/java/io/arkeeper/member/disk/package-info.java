/** The member's volume: reading what it says, claiming it, and the few files the member itself writes. */
package io.arkeeper.member.disk;
