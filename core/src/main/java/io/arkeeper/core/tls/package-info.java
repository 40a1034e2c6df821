/** TLS as decisions: what a certificate is worth, who is spoken to how, and when plaintext ends. */
package io.arkeeper.core.tls;
