/** Hand-made stand-ins for the tests of the CLI. */
package io.arkeeper.cli.testing;
