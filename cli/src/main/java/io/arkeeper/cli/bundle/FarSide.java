package io.arkeeper.cli.bundle;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the commands of the far side find around them.
 *
 * @param state where uploads that are under way are remembered
 * @param input what the user types
 * @param isTerminal whether a line that was printed can be printed anew
 */
public record FarSide(Map<String, String> environment, Path state, InputStream input, boolean isTerminal) {

    public FarSide {
        environment = Map.copyOf(environment);
    }
}
