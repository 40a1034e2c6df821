/** What tests build their inputs with. */
package io.arkeeper.bundle.testing;
