/** Secrets that are planted, and the search for them. */
package io.arkeeper.systemtest.secrets;
