package io.arkeeper.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command about one release, named by its only positional parameter. */
abstract class ReleaseCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = ReleaseName.DEFAULT,
            description = "Name of the release (default: ${DEFAULT-VALUE}).")
    ReleaseName name;

    @Spec
    CommandSpec spec;

    final Surroundings surroundings;

    ReleaseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }
}
