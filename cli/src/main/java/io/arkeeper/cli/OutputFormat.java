package io.arkeeper.cli;

/** How a command prints what it found. */
enum OutputFormat {
    table,
    json
}
