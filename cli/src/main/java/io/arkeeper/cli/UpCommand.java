package io.arkeeper.cli;

import io.arkeeper.cli.Supervisor.Order;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.Subnet;
import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.cli.local.release.Release;
import io.arkeeper.cli.local.release.ReleaseReader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Run an ensemble on this machine, from the same chart and the same members as in a cluster.",
            "",
            "Each pod becomes a process on a loopback address of its own, with its pod's DNS name. The probes in the"
                    + " manifest decide what is ready, and dead members are started again as Kubernetes does it.",
            "",
            "So that three members fit on a laptop, the heap is " + UpCommand.LAPTOP_HEAP
                    + " unless you set it; requested memory, CPU and storage are not reserved.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the ensemble serves (with --detach), or was stopped by `down`",
            "1:a bug of Arkeeper's",
            "2:values, a name or options that cannot be used",
            "6:it runs already",
            "7:a port, the state directory or this operating system cannot be used",
            "8:a member ended with a failure that starting it again does not mend",
            "10:not all members were ready in time (with --detach)",
            "130:stopped by Ctrl-C",
            "143:stopped by SIGTERM"
        })
final class UpCommand extends ReleaseCommand {

    static final String LAPTOP_HEAP = "512M";
    private static final String LAPTOP_VALUES = "heap: " + LAPTOP_HEAP + "\n";
    private static final int LONGEST_NAMESPACE = 63;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "Namespace in the members' DNS names (default: ${DEFAULT-VALUE}).")
    String namespace;

    @Mixin
    ValuesOptions given = new ValuesOptions();

    @Option(
            names = {"-d", "--detach"},
            description = "Return when the ensemble serves, and leave it running.")
    boolean detach;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long --detach waits until all members are ready (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    UpCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Stopwatch stopwatch = Stopwatch.sinceTheProcessStarted();
        DnsLabel.require("the namespace", namespace, LONGEST_NAMESPACE, "default");
        refuseOtherSystems(System.getProperty("os.name"));
        refuseWhatRuns();
        refuseUnbuilt();
        ChartValues values = given.read(LAPTOP_VALUES);
        InstanceDirectory directory = surroundings.state().of(name.text());
        boolean isNew = !Files.exists(directory.root());
        SupervisorProcess supervisor = SupervisorProcess.start(directory, surroundings.installation());
        boolean begun = false;
        try {
            supervisor.begin(prepare(directory, values));
            begun = true;
        } finally {
            if (!begun) {
                supervisor.dismiss();
                if (isNew) {
                    directory.delete(); // a refused `up` leaves nothing behind
                }
            }
        }
        UpWatch watch =
                new UpWatch(name, surroundings, supervisor, spec.commandLine().getOut(), stopwatch);
        return detach ? watch.untilItServes(Duration.ofSeconds(timeoutSeconds)) : watch.untilItEnds();
    }

    /** Renders the chart, finds addresses for its pods, and leaves the manifest for the supervisor. */
    private Order prepare(InstanceDirectory directory, ChartValues values) throws IOException {
        Installation installation = surroundings.installation();
        String manifest = installation.chartRenderer().render(name.text(), namespace, values);
        Release release = ReleaseReader.read(name.text(), namespace, manifest);
        Subnet subnet = surroundings.state().subnetFor(release);
        Files.writeString(directory.manifest(), manifest);
        return new Order(name.text(), namespace, subnet, !detach);
    }

    static void refuseOtherSystems(String system) {
        if (!system.equals("Linux")) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    ("a local ensemble needs Linux, this is %s: only there every address of 127.0.0.0/8 is the"
                                    + " machine's own, and each member needs one; use a virtual machine or a container")
                            .formatted(system));
        }
    }

    private void refuseWhatRuns() {
        Optional<Instance> running = surroundings.state().instance(name.text());
        Installation installation = surroundings.installation();
        if (running.filter(Instance::isSupervised).isPresent()) {
            throw new CommandFailure(
                    ExitCode.ALREADY_RUNNING,
                    "%s runs already, at %s; look at it with '%s', or stop it first with '%s'"
                            .formatted(
                                    name,
                                    running.get().connectString(),
                                    installation.line("status " + name),
                                    installation.line("down " + name)));
        }
        if (running.filter(instance -> !instance.alive().isEmpty()).isPresent()) {
            throw new CommandFailure(
                    ExitCode.ALREADY_RUNNING,
                    "members of %s still run, but the process that looked after them has gone; stop them with '%s'"
                            .formatted(name, installation.line("down " + name)));
        }
    }

    private void refuseUnbuilt() {
        Installation installation = surroundings.installation();
        if (installation.fromBundle()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    "this command came out of a bundle, which has the member in its image only, so nothing can run here;"
                            + " use ./arkeeper of a checkout, or '%s' on a cluster"
                                    .formatted(installation.line("install " + name)));
        }
        if (!installation.member().isBuilt()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    "the member is not in %s; build it with 'make build', or start this program with ./arkeeper"
                            .formatted(installation.member().home()));
        }
    }
}
