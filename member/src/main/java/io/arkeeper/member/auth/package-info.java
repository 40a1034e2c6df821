/** Users and keys as Secrets hold them, kept fresh while a member runs. */
package io.arkeeper.member.auth;
