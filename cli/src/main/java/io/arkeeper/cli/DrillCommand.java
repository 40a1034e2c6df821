package io.arkeeper.cli;

import io.arkeeper.cli.local.Instance;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        description = {
            "Walk through a failover of a local ensemble, and check that no acknowledged write is lost.",
            "",
            "Writes a key through one member and reads it through another; stops the leader while a client writes;"
                    + " deletes all members at once; reads everything back. The keys stay below /arkeeper-drill."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every acknowledged write is there",
            "1:a bug of Arkeeper's",
            "2:a name or options that cannot be used",
            "4:no quorum to begin with",
            "5:not running",
            "9:an acknowledged write is missing",
            "10:a step did not finish in time"
        })
final class DrillCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = ReleaseName.DEFAULT,
            description = "Name of the release (default: ${DEFAULT-VALUE}).")
    ReleaseName name;

    @Spec
    CommandSpec spec;

    private final Surroundings surroundings;

    DrillCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Instance> instance = surroundings.state().instance(name.text());
        if (instance.filter(Instance::isSupervised).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_RUNNING,
                    instance.isPresent()
                            ? "%s is not running; start it with '%s'"
                                    .formatted(name, surroundings.installation().line("up --detach " + name))
                            : NoInstance.sentence(name, surroundings.state()));
        }
        return new Drill(name.text(), surroundings, spec.commandLine().getOut()).run();
    }
}
