/** The {@code arkeeper} command: one class per subcommand, wired in {@link io.arkeeper.cli.Main}. */
package io.arkeeper.cli;
