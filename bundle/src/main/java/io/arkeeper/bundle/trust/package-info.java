/** Signatures with key pairs, as cosign makes and reads them; no transparency log, no network. */
package io.arkeeper.bundle.trust;
