package io.arkeeper.cli;

import io.arkeeper.cli.local.StateHome;
import io.arkeeper.core.Nearest;
import java.util.List;

/** Says that there is no ensemble of a name, and which there are. */
final class NoInstance {

    private NoInstance() {}

    static String sentence(ReleaseName name, StateHome state) {
        List<String> known = state.names();
        String others = known.isEmpty()
                ? "none was ever started here"
                : Nearest.to(name.text(), known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("there is " + String.join(", ", known));
        return "There is no local ensemble '%s': %s%s".formatted(name, others, others.endsWith("?") ? "" : ".");
    }
}
