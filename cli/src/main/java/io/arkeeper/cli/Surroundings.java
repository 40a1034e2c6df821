package io.arkeeper.cli;

import io.arkeeper.cli.local.StateHome;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What a command finds around it; tests give it other surroundings.
 *
 * @param state where the local ensembles are kept
 * @param input what the user types
 * @param isTerminal whether lines that were printed can be printed anew
 */
record Surroundings(Installation installation, StateHome state, InputStream input, boolean isTerminal) {

    static Surroundings ofThisProcess() {
        return new Surroundings(
                Installation.of(System.getProperties()),
                StateHome.of(System.getenv(), Path.of(System.getProperty("user.home"))),
                System.in,
                Boolean.getBoolean("arkeeper.terminal"));
    }
}
