/** What several of the member's tests need. */
package io.arkeeper.member.testing;
