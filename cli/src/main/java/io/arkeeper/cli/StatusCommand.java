package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.kube.SnapshotReader;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.MemberView;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = {
            "Say who leads, how each member is, and whether the ensemble can lose one right now.",
            "",
            Place.RULE
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:serving, and can lose a member",
            "1:a bug of Arkeeper's",
            "2:a name, options or a kubeconfig that cannot be used",
            "3:serving, but the next loss stops writes",
            "4:no quorum",
            "5:not running, or not installed",
            "10:members did not answer in time although their pods are ready: whether there is a quorum is not known",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class StatusCommand extends ReleaseCommand {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final String CLEAR = "\u001b[H\u001b[J";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format;

    @Option(
            names = {"-w", "--watch"},
            description = "Look again every second and show what has changed, until Ctrl-C.")
    boolean watch;

    @Mixin
    PlaceOptions where = new PlaceOptions();

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** A look at the ensemble, in every form it can be told in. */
    private record Look(String table, Map<String, Object> map, int exitCode) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        return switch (where.of(name, surroundings)) {
            case LOCAL -> show(this::local);
            case CLUSTER -> {
                try (Connection connection = where.connect(surroundings)) {
                    SnapshotReader reader = connection.snapshots(name);
                    yield show(() -> cluster(reader));
                }
            }
        };
    }

    private int show(Supplier<Look> looks) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Look look = looks.get();
        out.print(text(look));
        out.flush();
        while (watch) {
            Thread.sleep(LOOK_EVERY);
            Look next = looks.get();
            if (surroundings.isTerminal() && format == OutputFormat.table) {
                out.print(CLEAR + text(next));
            } else if (!next.map().equals(look.map())) {
                out.print(System.lineSeparator() + text(next));
            }
            out.flush();
            look = next;
        }
        return look.exitCode();
    }

    private String text(Look look) throws IOException {
        return switch (format) {
            case json -> JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(look.map()) + System.lineSeparator();
            case table -> look.table();
        };
    }

    private static Look cluster(SnapshotReader reader) {
        ClusterStatus status = new ClusterStatus(reader.read());
        return new Look(status.table(), status.asMap(), status.exitCode());
    }

    private Look local() {
        Optional<Instance> instance = surroundings.state().instance(name.text());
        StatusReport report = instance.filter(Instance::runs)
                .map(this::running)
                .orElseGet(() -> StatusReport.notRunning(
                        name.text(),
                        directory(),
                        instance.isPresent()
                                ? "%s is not running; its data is in %s."
                                        .formatted(name, directory().root())
                                : NoInstance.sentence(name, surroundings.state())));
        return new Look(report.table(Instant.now()), report.asMap(), report.exitCode());
    }

    private StatusReport running(Instance instance) {
        Map<String, MemberView> answers = Members.ask(instance);
        return StatusReport.running(instance, directory(), answers, Members.membership(instance, answers));
    }

    private InstanceDirectory directory() {
        return surroundings.state().of(name.text());
    }
}
