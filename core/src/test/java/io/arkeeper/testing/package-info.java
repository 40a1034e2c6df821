/** Help for tests, of this module and of those that build on it. */
package io.arkeeper.testing;
