package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Say who leads, how each member is, and whether the ensemble can lose one right now.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:serving, and can lose a member",
            "1:a bug of Arkeeper's",
            "2:a name or options that cannot be used",
            "3:serving, but the next loss stops writes",
            "4:no quorum",
            "5:not running"
        })
final class StatusCommand implements Callable<Integer> {

    enum Format {
        table,
        json
    }

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = ReleaseName.DEFAULT,
            description = "Name of the release (default: ${DEFAULT-VALUE}).")
    ReleaseName name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Format format;

    @Spec
    CommandSpec spec;

    private final Surroundings surroundings;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Instance> instance = surroundings.state().instance(name.text());
        StatusReport report = instance.filter(found -> found.isSupervised() || !found.alive().isEmpty())
                .map(found -> StatusReport.running(found, directory(), Members.ask(found)))
                .orElseGet(() -> StatusReport.notRunning(
                        name.text(),
                        directory(),
                        instance.isPresent()
                                ? "%s is not running; its data is in %s.".formatted(name, directory().root())
                                : NoInstance.sentence(name, surroundings.state())));
        switch (format) {
            case json -> out.println(
                    JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(report.asMap()));
            case table -> out.print(report.table(Instant.now()));
        }
        out.flush();
        return report.exitCode();
    }

    private InstanceDirectory directory() {
        return surroundings.state().of(name.text());
    }
}
