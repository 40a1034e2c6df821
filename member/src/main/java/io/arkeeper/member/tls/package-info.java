/** TLS with the contents of a mounted Secret, which may change at any time. */
package io.arkeeper.member.tls;
